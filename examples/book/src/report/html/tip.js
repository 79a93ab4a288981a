// Shows what an element of the chart says of itself, beside the pointer.
const tip = document.getElementById('tip');

document.addEventListener('pointermove', ({ target, clientX, clientY }) => {
  const text = target.closest?.('[data-tip]')?.dataset.tip;
  tip.hidden = text === undefined;
  if (text === undefined) return;
  tip.textContent = text;
  tip.style.left = `${Math.max(8, Math.min(clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${clientY + 18 + tip.offsetHeight > innerHeight ? clientY - tip.offsetHeight - 10 : clientY + 18}px`;
});
