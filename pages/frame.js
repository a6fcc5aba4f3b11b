/** The frame around every page: header, menu, and the place of the page. What it shows comes as plain values, and is only ever text. */
import { h, resolveComponent, resolveDirective, toRaw, withDirectives } from "vue";

const NEWS = "/news";
const LOOKS = { auto: [null, "brightness_auto"], light: [false, "light_mode"], dark: [true, "dark_mode"] };

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

/** Whether there is something new that this browser was not shown yet; who comes for the first time isn't told what he never missed. */
function isFresh(news) {
  try {
    const [known, key] = [window.localStorage, "ops-news"];
    const seen = known.getItem(key);
    if (seen === null || location.pathname === NEWS) known.setItem(key, news);
    return seen !== null && seen < news && location.pathname !== NEWS;
  } catch {
    return false; // a browser that keeps nothing still has a head on every page
  }
}

function switchMenu() {
  const wide = matchMedia("(min-width: 901px)").matches;
  const shut = document.body.classList.toggle(wide ? "o-side-shut" : "o-side-open");
  if (wide) keep("ops_side", shut ? "shut" : "open");
}

function shutMenu() {
  document.body.classList.remove("o-side-open");
}

function icon(name, more) {
  return h("i", { class: ["q-icon notranslate material-icons", more], "aria-hidden": "true" }, name);
}

function entry({ text, to, icon: sign, fresh }, here) {
  const current = to === here;
  const given = { class: ["o-nav", current && "o-here"], href: to, "aria-current": current ? "page" : null };
  const dot = fresh ? h("span", { class: "o-dot" }) : null;
  return h("a", given, sign ? [icon(sign), h("span", text), dot] : text);
}

function area(each, { here, open }) {
  const summary = h("summary", [icon(each.icon), h("span", each.text), icon("chevron_right", "o-fold")]);
  const given = { class: "o-area", open: each.open || each.area === open };
  return h("details", given, [summary, ...each.items.map((item) => entry(item, here))]);
}

/** Apart from the page, so that it isn't drawn again whenever something in the page changes. */
const Menu = {
  props: { label: String, entries: Array, here: String, open: String },
  render() {
    const drawn = toRaw(this.entries).map((each) => (each.items ? area(each, this) : entry(each, this.here)));
    return h("nav", { class: "o-side", "aria-label": this.label }, drawn);
  },
};

function button(sign, title, more, inside) {
  const given = { class: "o-top-button", type: "button", title, "aria-label": title, ...more };
  return h("button", given, [icon(sign), ...inside]);
}

function way(to, sign, title, label, inside) {
  return h("a", { class: "o-top-button", href: to, title, "aria-label": label }, [icon(sign), h("span"), inside]);
}

function form(action, hidden, inside, more = {}) {
  const held = Object.entries(hidden).map(([name, value]) => h("input", { type: "hidden", name, value }));
  return h("form", { method: "post", action, ...more }, [...held, inside]);
}

/** Back to the page as it stands now: a grid writes into its address what is looked at. */
function toHere({ target }) {
  target.elements.next.value = location.pathname + location.search;
}

/** What they do stands in finding/web, which also shows the star once it is known whether the page can be kept. */
function finder(find, person) {
  const given = {
    class: "x-open",
    type: "button",
    title: `${find.ask} (Ctrl+K)`,
    "aria-label": find.ask,
    "aria-keyshortcuts": "Control+K",
    "data-words": JSON.stringify(find),
    "data-person": person,
  };
  return h("button", given, [icon("search"), h("span", { class: "x-open-text" }, find.title), h("kbd", "Ctrl K")]);
}

function star(find) {
  return h(
    "button",
    {
      class: "o-top-button x-star",
      type: "button",
      hidden: true,
      "aria-pressed": "false",
      title: find.star,
      "aria-label": find.star,
    },
    [icon("star_border")],
  );
}

const Top = {
  props: {
    words: Object,
    me: Object,
    other: String,
    address: String,
    help: String,
    news: String,
    chosen: String,
    waiting: String,
    find: Object,
    person: String,
  },
  data() {
    return { look: this.chosen, fresh: isFresh(this.news) };
  },
  render() {
    const { words } = this;
    const brand = words.brand.map((part, at) => h("span", { class: at ? "o-latin" : null }, part));
    const language = button("translate", words.language, { type: "submit" }, [h("span", words.language)]);
    const badge = this.waiting ? h("span", { class: "o-badge" }, this.waiting) : null;
    return h("header", { class: "o-top" }, [
      button("menu", words.menu, { onClick: switchMenu }, []),
      h("a", { class: "o-brand", href: "/" }, brand),
      h("div", { class: "o-gap" }),
      finder(this.find, this.person),
      h("div", { class: "o-gap" }),
      star(this.find),
      way("/todo", "task_alt", words.todo, this.waiting ? `${words.todo} ${this.waiting}` : words.todo, badge),
      way(this.help, "help_outline", words.help, words.help, null),
      form("/auth/language", { lang: this.other, next: this.address }, language, { onSubmit: toHere }),
      button(LOOKS[this.look][1], words.look, {}, [this.looks()]),
      this.account(),
    ]);
  },
  methods: {
    choose(look) {
      window.setDark(LOOKS[look][0]);
      keep("ops_look", look);
      this.look = look;
    },
    looks() {
      const [menu, item, closing] = [
        resolveComponent("q-menu"),
        resolveComponent("q-item"),
        resolveDirective("close-popup"),
      ];
      const line = (look) => h("div", { class: "o-line" }, [icon(LOOKS[look][1]), h("span", this.words.looks[look])]);
      const each = (look) =>
        withDirectives(
          h(item, { clickable: true, onClick: () => this.choose(look) }, () => line(look)),
          [[closing]],
        );
      return h(menu, () => Object.keys(LOOKS).map(each));
    },
    account() {
      const { words, me } = this;
      const inside = () =>
        h("div", { class: "o-stack o-account" }, [
          h("div", { class: "o-faint" }, `${me.name} · ${me.login}`),
          ...words.own.map((own) => entry(own.to === NEWS ? { ...own, fresh: this.fresh } : own)),
          form(
            "/auth/logout",
            {},
            h("button", { class: "o-nav", type: "submit" }, [icon("logout"), h("span", words.out)]),
          ),
        ]);
      const dot = this.fresh ? h("span", { class: "o-dot", "aria-hidden": "true" }) : null;
      const shown = [h("span", { class: "o-user-name" }, me.name), dot, h(resolveComponent("q-menu"), inside)];
      return button("account_circle", `${words.account} ${me.name}`, {}, shown);
    },
  },
};

const PAPER = { wide: 690, least: 200, most: 420, sharp: 3 };

/** Charts are drawn once more for paper, where they have another width and more dots; on the screen they stay as they are. */
function drawForPaper(elements) {
  const room = document.querySelector(".o-page")?.clientWidth || window.innerWidth;
  for (const place of document.querySelectorAll(".o-chart")) {
    const { chart } = elements[`r${place.id.slice(1)}`] ?? {};
    if (!chart) continue;
    const share = Math.max(Math.min(place.clientWidth / room, 1), 0.2);
    const high = Math.max(PAPER.least, Math.min(place.clientHeight, PAPER.most));
    chart.resize({ width: Math.round(PAPER.wide * share), height: high });
    const drawn = chart.renderToCanvas({ pixelRatio: PAPER.sharp });
    chart.resize({ width: "auto", height: "auto" });
    drawn.className = "o-on-paper";
    place.append(drawn);
  }
}

function clearPaper() {
  for (const drawn of document.querySelectorAll(".o-on-paper")) drawn.remove();
}

export default {
  props: {
    words: Object,
    menu: Array,
    here: String,
    open: String,
    me: Object,
    other: String,
    address: String,
    help: String,
    news: String,
    look: String,
    find: Object,
    person: String,
  },
  data() {
    return { waiting: "" };
  },
  mounted() {
    this.drawForPaper = () => drawForPaper(this.$root.$refs);
    window.addEventListener("beforeprint", this.drawForPaper);
    window.addEventListener("afterprint", clearPaper);
  },
  unmounted() {
    window.removeEventListener("beforeprint", this.drawForPaper);
    window.removeEventListener("afterprint", clearPaper);
  },
  render() {
    const { words, me, other, address, help, news, look, waiting, find, person } = this;
    const menu = { label: words.menu, entries: this.menu, here: this.here, open: this.open };
    return h("div", { class: "o-frame" }, [
      h(Top, { words, me, other, address, help, news, chosen: look, waiting, find, person }),
      h("div", { class: "o-body" }, [
        h(Menu, menu),
        h("div", { class: "o-scrim", onClick: shutMenu }),
        this.$slots.default(),
      ]),
    ]);
  },
  methods: {
    /** How much waits for this person, counted once the page stands. */
    waits(shown) {
      this.waiting = shown;
    },
  },
};
