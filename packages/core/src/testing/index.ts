export { accountStoreContract, type AccountStoreUnderTest } from './account-store-contract.ts';
export { blobsContract, type BlobsContractCase, type BlobsUnderTest } from './blobs-contract.ts';
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { withLedger, type MessageLedger } from './message-ledger.ts';
export {
  scriptedProvider,
  type ScriptedAnswer,
  type ScriptedCall,
  type ScriptedProvider,
  type ScriptedProviderOptions,
} from './scripted-provider.ts';
export { limitStoreContract, type LimitStoreUnderTest } from './limit-store-contract.ts';
export { responseCacheContract, type ResponseCacheUnderTest } from './response-cache-contract.ts';
export { storeContract, type StoreContractCase } from './store-contract.ts';
export { aTaskMessage, transportContract } from './transport-contract.ts';
export type { ContractCase } from './contract.ts';
export { providerContract, type ProviderUnderTest, type ServerFault } from './provider-contract.ts';
