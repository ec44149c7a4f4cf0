// What the page can do beyond being read: search, filters, permalinks that open, copy, print. It is readable without.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = id => document.getElementById(id);
  const bar = byId('filter');
  const list = byId('list');
  const search = byId('q');
  const room = byId('f-room');
  const severity = byId('f-sev');
  const shown = byId('shown');
  const ROW = ':is(.c, tr[id])';
  const chosen = new Set();

  const rooms = all('.room', list);
  const folds = all('.fold, .k', list);
  const rows = rooms.flatMap(el => all(ROW, el).map(row => {
    const check = row.closest('.k');
    return {
      el: row, verdict: row.dataset.v ?? row.parentElement.dataset.v, room: el.dataset.r, severity: row.dataset.s, words: null,
      read() {
        this.words ??= `${row.textContent} ${check ? check.querySelector('summary').textContent : ''}`.toLowerCase();
        return this.words;
      },
    };
  }));

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = Boolean(chosen.size || room.value || severity.value || words.length);
    let count = 0;
    for (const row of rows) {
      const on = (!chosen.size || chosen.has(row.verdict)) && (!room.value || row.room === room.value) &&
        (!severity.value || row.severity === severity.value) && words.every(word => row.read().includes(word));
      row.el.hidden = !on;
      count += on;
    }
    for (const fold of folds) {
      const any = Boolean(fold.querySelector(`${ROW}:not([hidden])`));
      fold.hidden = !any;
      fold.dataset.was ??= fold.open;
      fold.open = narrowed ? any && (words.length > 0 || !fold.matches('.k')) : fold.dataset.was === 'true';
    }
    for (const each of rooms) each.hidden = !each.querySelector(`${ROW}:not([hidden])`);
    shown.textContent = narrowed ? `${count} of ${rows.length} checks` : `${rows.length} checks`;
  }

  function clear() {
    chosen.clear();
    search.value = room.value = severity.value = '';
    for (const button of all('button[data-v]', bar)) button.setAttribute('aria-pressed', 'false');
  }

  let timer;
  search.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 80); });
  room.addEventListener('change', apply);
  severity.addEventListener('change', apply);
  for (const button of all('button[data-v]', bar)) {
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      chosen[on ? 'add' : 'delete'](button.dataset.v);
      apply();
    });
  }
  byId('clear').addEventListener('click', () => { clear(); apply(); });
  byId('open-all').addEventListener('click', event => {
    const open = event.target.getAttribute('aria-expanded') !== 'true';
    event.target.setAttribute('aria-expanded', String(open));
    event.target.textContent = open ? 'close all' : 'open all';
    for (const each of all('details', list)) if (!each.hidden) each.open = open;
  });
  byId('print-all').addEventListener('click', () => {
    const details = all('details');
    const was = details.map(each => each.open);
    for (const each of details) each.open = true;
    print();
    details.forEach((each, i) => { each.open = was[i]; });
  });

  // A number in the matrix shows its checks.
  for (const link of all('a[data-room]')) {
    link.addEventListener('click', () => {
      clear();
      room.value = link.dataset.room;
      severity.value = link.dataset.sev;
      apply();
    });
  }

  // A permalink opens what it leads to, whatever the filter says.
  function follow() {
    const name = location.hash.slice(1);
    let found = byId(name);
    try { found ??= byId(decodeURIComponent(name)); } catch { return; }
    if (!found || !found.closest('details')) return;
    const row = found.closest(ROW);
    if (row && row.hidden) { clear(); apply(); }
    for (let each = found.closest('details'); each; each = each.parentElement.closest('details')) each.open = true;
    found.scrollIntoView({ block: 'center' });
  }
  addEventListener('hashchange', follow);

  addEventListener('keydown', event => {
    if (event.key === '/' && !/INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === 'Escape' && event.target === search) { clear(); apply(); }
  });

  for (const command of all('.cmd')) {
    const button = document.createElement('button');
    const text = command.querySelector('pre');
    button.type = 'button';
    button.textContent = 'copy';
    button.setAttribute('aria-label', `copy the command: ${command.querySelector('span').textContent}`);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = 'copied';
      } catch {
        getSelection().selectAllChildren(text);
        button.textContent = 'selected';
      }
      setTimeout(() => { button.textContent = 'copy'; }, 1500);
    });
    command.append(button);
  }

  bar.hidden = false;
  apply();
  follow();
})();
