// An open group of the menu shuts when the reader turns elsewhere: by Escape, by a click or by the focus outside of it.
const open = () => document.querySelector('.nav details[open]');
const elsewhere = e => { const group = open(); if (group && !group.contains(e.target)) group.open = false; };
document.addEventListener('click', elsewhere);
document.addEventListener('focusin', elsewhere);
document.addEventListener('keydown', e => {
  const group = open();
  if (e.key !== 'Escape' || !group) return;
  if (group.contains(document.activeElement)) group.firstElementChild.focus();
  group.open = false;
});
