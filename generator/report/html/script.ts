/** What a page does by itself: it finds names, and opens what a link leads into. Nothing that it shows is read as HTML. */
export const SCRIPT = `(() => {
  const [box, field, found, told] = ['find', 'q', 'found', 'told'].map((id) => document.getElementById(id));
  const open = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch {}
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();
  if (!box) return;
  box.hidden = false;
  let index;
  const look = () => {
    index ??= [...document.querySelectorAll('[data-k], .hosts th a')].map((link) => ({ text: link.textContent, kind: link.dataset.k ?? 'host', href: link.getAttribute('href') }));
    const wanted = field.value.trim().toLowerCase();
    const all = wanted === '' ? [] : index.filter(({ text }) => text.toLowerCase().includes(wanted));
    found.replaceChildren(...all.slice(0, 10).map(({ text, kind, href }) => {
      const [item, link, label] = ['li', 'a', 'span'].map((name) => document.createElement(name));
      link.href = href;
      link.textContent = text;
      label.textContent = kind;
      label.className = 'dim';
      link.append(label);
      item.append(link);
      return item;
    }));
    told.textContent = wanted === '' ? '' : all.length > 10 ? all.length + ' found, the first 10 are shown' : all.length + ' found';
  };
  field.addEventListener('input', look);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') found.querySelector('a')?.click();
    if (event.key === 'Escape') { field.value = ''; look(); }
  });
  found.addEventListener('click', () => setTimeout(() => { field.value = ''; look(); }));
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === field) return;
    event.preventDefault();
    field.focus();
  });
})();`;
