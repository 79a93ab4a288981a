import { trusted } from './html.ts';

export const STYLE = trusted(`
:root{color-scheme:light dark;--bg:#fbfaf7;--ink:#20242a;--dim:#6d747e;--line:#e0ddd5;--card:#fff;--good:#1c7c54;--bad:#b3322b;
--work:#3d7dca;--plan:#8a5cc2;--merge:#c77d1e;--evaluate:#2a8f83;--clarify:#8b8f97;--curve:#3d7dca}
@media(prefers-color-scheme:dark){:root{--bg:#15181d;--ink:#e6e7ea;--dim:#949ba6;--line:#2c323b;--card:#1c2129;--good:#5fc795;--bad:#ef8078;
--work:#5b9ce6;--plan:#ac85e0;--merge:#e0a04c;--evaluate:#54b9ac;--curve:#5b9ce6}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:32px 24px 80px}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:40px 0 10px}
h3{font-size:14px;margin:18px 0 4px}small{color:var(--dim);font-weight:400}.notice{color:var(--dim);margin:0 0 22px}
.notice.simulated{color:var(--merge);font-weight:600}.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px}
.figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;display:flex;flex-direction:column}
.figure b{font-size:21px;font-variant-numeric:tabular-nums}.figure span{color:var(--dim)}.figure.good b{color:var(--good)}.bad,.figure.bad b{color:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;color:var(--dim);font-size:13px}.key{display:inline-block;width:14px;height:10px;border-radius:2px;margin-right:6px;background:var(--work)}
.curve-key{background:none;border-bottom:2px solid var(--curve);height:6px}.chart{position:relative}
.row{display:grid;grid-template-columns:190px 1fr;column-gap:12px;align-items:center;margin-bottom:3px}.who{font-size:12px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.who span,.who.limit{color:var(--dim)}.lanes{position:relative;height:calc(var(--lanes,1)*7px + 2px);background:color-mix(in srgb,var(--line) 45%,transparent);border-radius:3px}
.lanes i{position:absolute;top:calc(var(--lane)*7px + 1px);height:6px;min-width:2px;border-radius:2px;background:var(--work);opacity:.9}
.axis .lanes{height:18px;background:none}.axis span{position:absolute;font-size:11px;color:var(--dim);transform:translateX(-50%)}
.kind-plan{background:var(--plan)!important}.kind-merge{background:var(--merge)!important}.kind-evaluate{background:var(--evaluate)!important}.kind-clarify{background:var(--clarify)!important}
.end-failed,.end-retried,.end-cancelled{background:var(--bad)!important}.end-repaired{background:repeating-linear-gradient(45deg,var(--work) 0 3px,var(--line) 3px 6px)!important}
.curve{height:22px}.curve svg{width:100%;height:100%;display:block}.curve .area{fill:var(--curve);opacity:.14}.curve .line{fill:none;stroke:var(--curve);stroke-width:1.3}
.rounds{position:absolute;inset:0 0 0 202px;pointer-events:none}.rounds i{position:absolute;top:0;bottom:0;border-left:1px dashed var(--dim)}.rounds b{font-size:11px;color:var(--dim);font-weight:400;padding-left:4px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:right;padding:4px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0}.vendor td{font-weight:600}.plan{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:12px}
.plan article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 16px 12px}.prompt{white-space:pre-line;color:var(--dim)}.fields{padding-left:18px;font-size:13px}
code{font:12.5px ui-monospace,monospace}.verdict,.story{list-style:none;padding:0}.verdict li{padding:3px 0}.verdict .good b::before{content:"✓ ";color:var(--good)}.verdict .bad b::before{content:"✗ "}
.story li{display:grid;grid-template-columns:60px 1fr}.story time{color:var(--dim)}.brief{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 18px;white-space:pre-line;max-height:420px;overflow:auto}
#tip{position:fixed;display:none;max-width:420px;padding:8px 10px;background:var(--ink);color:var(--bg);border-radius:6px;font-size:12px;white-space:pre-line;pointer-events:none;z-index:9}
`);

/** Shows what a bar or a curve stands for. */
export const SCRIPT = trusted(`
const tip=document.getElementById('tip');
document.addEventListener('mousemove',(event)=>{const of=event.target.closest?.('[data-tip]');tip.style.display=of?'block':'none';if(!of)return;
tip.textContent=of.dataset.tip;tip.style.left=Math.min(event.clientX+14,innerWidth-tip.offsetWidth-8)+'px';
tip.style.top=Math.min(event.clientY+14,innerHeight-tip.offsetHeight-8)+'px';});
`);
