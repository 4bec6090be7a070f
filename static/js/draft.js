/* A section of a plan in work saves itself: a few seconds after its writer stops, and when the page is left.
   What is not saved yet lies in this browser until it is. Without this script the buttons below do the same by hand. */
(() => {
  "use strict";
  const form = document.getElementById("writing");
  const told = document.getElementById("saving");
  if (!form || !window.fetch) return;

  const PAUSE = 2500, LONGEST_PAUSE = 60000, LEAVING_MOST = 60000, KEPT_DAYS = 30;
  const store = `plan-section-${form.dataset.key}`;
  const own = ["csrfmiddlewaretoken", "seen", "writer", "turn", "then"];
  const words = form.dataset;
  let waits = "waits" in words, saved = text(), turn = 0, timer = 0, failures = 0, running = false, leaves = false;

  function text() {
    const parts = new FormData(form);
    own.forEach((name) => parts.delete(name));
    return JSON.stringify([...parts.entries()].map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));
  }

  function say(line, kind, more) {
    told.className = `saving ${kind}`;
    told.textContent = line;
    if (more) told.append(" ", more);
  }

  function link(address, line) {
    const found = document.createElement("a");
    Object.assign(found, { href: address, target: "_blank", rel: "noopener", textContent: line });
    return found;
  }

  /* Whoever signs in anew, in another window, has a new token: it is read each time. */
  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (found) form.elements.csrfmiddlewaretoken.value = found[1];
  }

  function keep() {
    try {
      localStorage.setItem(store, JSON.stringify({ text: text(), at: Date.now() }));
    } catch { /* a browser that keeps nothing: the page still does */ }
  }

  function forget() {
    try { localStorage.removeItem(store); } catch { /* nothing was kept */ }
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => save(), pause);
  }

  function changed() {
    if (text() === saved && !running) return;
    keep();
    if (waits) return;
    if (!failures) say(words.unsaved, "unkept");
    later(failures ? Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE) : PAUSE);
  }

  function body(then) {
    token();
    form.elements.turn.value = ++turn;
    const parts = new URLSearchParams([...new FormData(form).entries()]);
    if (then !== undefined) parts.set("then", then);
    return parts;
  }

  function save(isLeaving = false) {
    if (waits || text() === saved || (running && !isLeaving)) return;
    send(isLeaving);
  }

  /* By hand it also goes on, to where its button says; a page that is left sends what may outlive it. */
  async function send(isLeaving, then) {
    clearTimeout(timer);
    running = true;
    const sent = text(), content = body(then);
    const keepalive = isLeaving && content.toString().length < LEAVING_MOST;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: content, keepalive, redirect: "error", credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
    } catch {
      return again(words.offline);
    } finally {
      running = false;
    }
    await heard(answer, sent);
  }

  function again(line, more) {
    failures += 1;
    keep();
    say(line, "unkept", more);
    later(Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
  }

  async function heard(answer, sent) {
    let said = {};
    try { said = await answer.json(); } catch { /* an error page: told below */ }
    if (answer.ok && said.next) {
      forget();
      leaves = true;
      return location.assign(said.next);
    }
    if (answer.ok && said.version !== undefined) return done(said, sent);
    if (said.login) return again(words.signedOut, link(said.login, words.signIn));
    if (said.token) {
      form.elements.csrfmiddlewaretoken.value = said.token;
      return again(words.saving);
    }
    if (answer.status >= 500 || answer.status === 429) return again(words.offline);
    waits = true;
    keep();
    if (said.conflict) return conflict(said);
    say(said.refused || words.gone, "unkept");
  }

  function done(said, sent) {
    failures = 0;
    saved = sent;
    form.elements.seen.value = said.version;
    missing(said.missing);
    if (text() === saved) {
      forget();
      say(said.said, "kept");
    } else {
      changed();
    }
  }

  function missing(found) {
    for (const place of form.querySelectorAll(".missing")) {
      place.textContent = found[place.id.replace(/^id_(.*)_missing$/, "$1")] || "";
    }
  }

  /* The boxes stay as they are. Who saves by hand now has seen both. */
  function conflict(said) {
    const place = document.getElementById("conflict");
    place.innerHTML = said.conflict; // written by the server, which escapes what people wrote
    form.elements.seen.value = said.version;
    say(words.conflict, "unkept");
    place.scrollIntoView({ block: "nearest" });
  }

  function restore(kept) {
    const values = new Map();
    for (const [name, value] of JSON.parse(kept.text)) values.set(name, [...(values.get(name) || []), value]);
    for (const box of form.elements) {
      if (!box.name || own.includes(box.name)) continue;
      const found = values.get(box.name) || [];
      if (box.type === "checkbox" || box.type === "radio") box.checked = found.includes(box.value);
      else box.value = found[0] || "";
    }
    changed();
  }

  /* Text that an earlier visit could not save is offered, never put in unasked. */
  function offer() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(store)); } catch { /* nothing that can be read */ }
    const place = document.getElementById("unsaved");
    if (!kept || kept.text === saved || Date.now() - kept.at > KEPT_DAYS * 86400000) return forget();
    place.hidden = false;
    place.addEventListener("click", (event) => {
      const act = event.target.dataset.act;
      if (!act) return;
      if (act === "restore") restore(kept); else forget();
      place.hidden = true;
      form.querySelector("input:not([type=hidden]), textarea").focus();
    });
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    waits = false;
    say(words.saving, "");
    send(false, event.submitter ? event.submitter.value : "");
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !leaves) save(true);
  });
  window.addEventListener("pagehide", () => leaves || save(true));
  window.addEventListener("online", () => failures && later(0));
  offer();
})();
