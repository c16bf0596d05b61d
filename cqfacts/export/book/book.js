// Search, copying and the theme. The page is its own index: what is searched is what it says.
(() => {
  "use strict";

  const MOST_SHOWN = 40;
  const SLICE = 8; // milliseconds of indexing at a time, so that nobody waits for it
  const root = document.documentElement;
  const query = document.getElementById("Query");
  const results = document.getElementById("Results");
  const status = document.getElementById("Status");

  /* Names as they are compared: without case, and however their words are joined. */

  const fold = (text) =>
    text
      .normalize("NFKC")
      .toUpperCase()
      .toLowerCase()
      .replace(/ς/g, "σ")
      .split(/[\s_-]+/)
      .filter(Boolean)
      .join("-");

  /* The index: an entry an indicator, in the order of the book. */

  const articles = document.querySelectorAll("article");
  const entries = [];

  const textsOf = (element, selector) =>
    Array.from(element.querySelectorAll(selector), (one) => one.textContent);

  const topics = new Map();
  const topicNames = (section) => {
    if (!topics.has(section)) {
      const own = [decodeURIComponent(section.id), section.querySelector("h2").textContent];
      topics.set(section, own.concat(textsOf(section, ":scope > .aliases > span")).map(fold));
    }
    return topics.get(section);
  };

  /* Where a phone shows a table in blocks, not every browser remembers that it is one. */

  const ROLES = {
    TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "rowheader", TD: "cell",
  };
  const isNarrow = matchMedia("(max-width: 46rem)").matches;
  const giveRoles = (element) => {
    if (!isNarrow) return;
    element.querySelectorAll("table, thead, tbody, tr, th, td").forEach((one) => {
      const isHead = one.tagName === "TH" && one.parentElement.parentElement.tagName === "THEAD";
      one.setAttribute("role", isHead ? "columnheader" : ROLES[one.tagName]);
    });
  };

  const readEntry = (article) => {
    giveRoles(article);
    const label = article.querySelector("h3").textContent;
    const key = article.querySelector(".key").textContent;
    const aliases = textsOf(article, "header > .aliases > span");
    const names = [label, ...aliases, key.slice(key.indexOf(".") + 1), key];
    const texts = textsOf(article, ".about, td.text, q, .note");
    article.querySelectorAll("[data-of]").forEach((one) => texts.push(one.dataset.of));
    const foldedNames = names.map(fold);
    const foldedTexts = texts.map(fold);
    const topic = topicNames(article.parentElement);
    return {
      article, label, key, names, texts, foldedNames, foldedTexts, topic,
      everything: [...foldedNames, ...topic, ...foldedTexts].join("\n"),
    };
  };

  const isIndexed = () => entries.length === articles.length;

  const indexAtLeisure = () => {
    const deadline = performance.now() + SLICE;
    while (!isIndexed() && performance.now() < deadline) {
      entries.push(readEntry(articles[entries.length]));
    }
    if (!isIndexed()) setTimeout(indexAtLeisure);
    else if (query.value) refresh();
  };

  /* Rank as the command line does: called so, starts so, holds it; then words, then anywhere. */

  const rank = (entry, words, whole) => {
    if (!words.every((word) => entry.everything.includes(word))) return null;
    const tests = [
      (name) => name === whole,
      (name) => name.startsWith(whole),
      (name) => name.includes(whole),
    ];
    for (let place = 0; place < tests.length; place++) {
      const at = entry.foldedNames.findIndex(tests[place]);
      if (at >= 0) return [place, entry.names[at]];
    }
    const holdsAll = (text) => words.every((word) => text.includes(word));
    const name = entry.foldedNames.findIndex(holdsAll);
    if (name >= 0) return [3, entry.names[name]];
    const text = entry.foldedTexts.findIndex(holdsAll);
    return text >= 0 ? [4, entry.texts[text]] : [5, entry.label];
  };

  const find = (text) => {
    const words = text.split(/\s+/).map(fold).filter(Boolean);
    if (!words.length) return [];
    const whole = words.join("-");
    const places = [[], [], [], [], [], []];
    for (const entry of entries) {
      const found = rank(entry, words, whole);
      if (found) places[found[0]].push({ entry, matched: found[1] });
    }
    return places.flat();
  };

  /* Results: a list under the field, of which the arrow keys choose one. */

  let chosen = -1;

  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };

  const showMatch = ({ entry, matched }, number) => {
    const item = make("li", "", "");
    item.id = `Result-${number}`;
    item.dataset.place = entry.article.id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(make("b", "", entry.label));
    const figure = entry.article.querySelector(".latest strong");
    if (figure) {
      const period = entry.article.querySelector(".latest span").textContent;
      item.append(make("span", "first", `${figure.textContent}, ${period}`));
    }
    const isNamed = matched === entry.label || matched === entry.key;
    item.append(make("span", "found", isNamed ? entry.key : `${entry.key} · ${matched}`));
    return item;
  };

  const say = (text) => {
    status.textContent = text;
  };

  const count = (number) => {
    const found = `${number} ${number === 1 ? "indicator" : "indicators"}${isIndexed() ? "" : " so far"}`;
    return number > MOST_SHOWN ? `${found}, the first ${MOST_SHOWN} shown` : found;
  };

  const close = () => {
    results.hidden = true;
    query.setAttribute("aria-expanded", "false");
    query.removeAttribute("aria-activedescendant");
    chosen = -1;
  };

  const search = () => {
    close();
    const text = query.value.trim();
    const found = find(text);
    results.replaceChildren(...found.slice(0, MOST_SHOWN).map(showMatch));
    results.scrollTop = 0;
    if (found.length) {
      results.hidden = false;
      query.setAttribute("aria-expanded", "true");
      say(count(found.length));
      choose(0);
    } else {
      say(text ? `Nothing mentions “${text}”${isIndexed() ? "" : " so far"}` : "");
    }
  };

  // What was asked before all was read is asked again.
  const refresh = () => {
    if (document.activeElement === query && chosen <= 0) search();
  };

  const choose = (number) => {
    const items = results.children;
    if (!items.length) return;
    if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
    chosen = (number + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", items[chosen].id);
  };

  const open = (item) => {
    const article = document.getElementById(item.dataset.place);
    close();
    say("");
    location.hash = `#${item.dataset.place}`;
    article.scrollIntoView();
    article.querySelector("h3").focus({ preventScroll: true });
  };

  const answerKey = (event) => {
    if (event.isComposing) return;
    const isOpen = !results.hidden;
    switch (event.key) {
      case "ArrowDown":
        if (isOpen) choose(chosen + 1);
        else search();
        break;
      case "ArrowUp":
        if (isOpen) choose(chosen - 1);
        break;
      case "Enter":
        if (isOpen) open(results.children[chosen]);
        break;
      case "Escape":
        if (isOpen) close();
        else query.value = "";
        say("");
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  query.addEventListener("input", search);
  query.addEventListener("keydown", answerKey);
  query.addEventListener("blur", close);
  results.addEventListener("mousedown", (event) => event.preventDefault());
  results.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) open(item);
  });
  document.getElementById("Search").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
      query.select();
    }
  });

  /* Copying: the citation of a fact into the clipboard, or else into a field to copy from. */

  const showByHand = (button, text) => {
    const field = make("textarea", "byhand", text);
    field.readOnly = true;
    field.rows = 3;
    field.setAttribute("aria-label", "Citation, to be copied");
    button.after(field);
    field.focus();
    field.select();
    field.addEventListener("blur", () => field.remove());
  };

  const copy = async (button) => {
    const source = button.parentElement.querySelector("cite a").getAttribute("href").slice(1);
    const { document: cited } = document.getElementById(source).dataset;
    const text = button.dataset.cite.replace("\n", () => cited);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      showByHand(button, text);
      say("The citation is selected; copy it from there");
      return;
    }
    say("Citation copied");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Cite";
    }, 1500);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });

  /* The theme: the system's, or one that is chosen and kept where the browser allows it. */

  const THEMES = ["system", "light", "dark"];
  const themeButton = document.getElementById("Theme");
  let theme = "system";
  try {
    theme = localStorage.getItem("cqfacts-theme") || theme;
  } catch {
    // Storage is forbidden; the choice lasts as long as the page.
  }

  const applyTheme = () => {
    if (!THEMES.includes(theme)) theme = "system";
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    themeButton.lastChild.textContent = theme;
  };

  themeButton.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem("cqfacts-theme", theme);
    } catch {
      // As above.
    }
    applyTheme();
  });

  /* A large page is drawn as it is seen: what is above a link's target grows when it is drawn. */

  const settle = (frames) => {
    const target = document.querySelector(":target");
    if (!target || !frames) return;
    target.scrollIntoView();
    requestAnimationFrame(() => settle(frames - 1));
  };
  if (document.body.classList.contains("large")) {
    addEventListener("hashchange", () => settle(4));
    addEventListener("load", () => settle(4));
  }

  applyTheme();
  root.classList.add("scripted");
  document.getElementById("Bar").hidden = false;
  document.querySelectorAll("section:not(.topic)").forEach(giveRoles);
  indexAtLeisure();
})();
