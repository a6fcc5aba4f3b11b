/** The sheet as a whole: toolbar, filters in force, grid or cards, footer; everything meets here. */

import { Arrangement } from "./arrangement.js";
import { Batches } from "./batches.js";
import { BLANK, Blank } from "./blank.js";
import { Cards } from "./cards.js";
import { Chips } from "./chips.js";
import { chosen, chosenRanges, targets } from "./chosen.js";
import { Commands } from "./commands.js";
import { Counting } from "./counting.js";
import { Design } from "./design.js";
import { el, fill } from "./dom.js";
import { nameLinks } from "./filters/named.js";
import { refitted } from "./refitted.js";
import { Footer } from "./footer.js";
import { Fresh } from "./fresh.js";
import { layGrid } from "./laid.js";
import { Http } from "./http.js";
import { textOf } from "./kinds.js";
import { Locks } from "./locks.js";
import { Marks } from "./marks.js";
import { Offers } from "./offers.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { toast } from "./popup.js";
import { Query } from "./query.js";
import { DRAWN } from "./shapes/index.js";
import { Switch } from "./shapes/switch.js";
import { States } from "./states.js";
import { ShelfLine } from "./shelf.js";
import { Since } from "./since.js";
import { Talks } from "./talks.js";
import { Tones } from "./tones.js";
import { Toolbar } from "./toolbar.js";
import { Together } from "./together.js";
import { Views } from "./views.js";
import { Zoom } from "./zoom.js";

const NARROW = "(max-width: 640px)";

export class SheetPage {
  /** `record`, `words`, `me` as pages/parts/columns.py makes them: already in the person's language; `tab`: this page's name among the others. */
  constructor(root, { record, words, me, tab = "", panel = null }) {
    const known = { ...record, byName: Object.fromEntries(record.fields.map((field) => [field.name, field])) };
    const http = new Http(words, { person: me.id });
    this.arrangement = new Arrangement(http, known, me, (error) =>
      toast(fill(words.view_not_kept, { why: error.message }), { kind: "bad" }),
    );
    this.views = new Views(known);
    this.context = {
      record: known,
      words,
      me,
      http,
      textOf,
      marks: new Marks(),
      tones: new Tones(),
      transport: new Outbox(http, record.name, me),
      query: new Query(known),
      linkNames: {},
    };
    this.context.talks = new Talks(this.context, (ids) => this.view?.repaint?.(ids));
    this.context.locks = new Locks(this.context, (ids) => this.view?.repaint?.(ids));
    http.onSignedOut = () =>
      toast(words.signed_out, {
        kind: "bad",
        seconds: 30,
        action: {
          label: words.sign_in,
          href: `/login?next=${encodeURIComponent(location.pathname + location.search)}`,
        },
      });
    this.context.blank = new Blank(this.context);
    this.context.zoom = new Zoom(this.context, () => this.rezoom());
    this.batches = new Batches(record, me);
    this.fresh = new Fresh();
    this.counting = new Counting(this.context, (answer) => this.totalled(answer));
    this.commands = new Commands(this);
    if (!record.within && record.may.includes("export")) window.opsPrint = () => this.commands.printAddress();
    this.design = new Design(this);
    this.build(root);
    this.panel = new Panel(this, record.within ? null : panel);
    this.together = new Together(this, tab);
    this.media = matchMedia(NARROW);
    this.onMedia = () => this.lay();
    this.media.addEventListener("change", this.onMedia);
    this.fit = () =>
      (root.style.height = record.within
        ? "360px"
        : `${Math.max(320, window.innerHeight - root.getBoundingClientRect().top - window.scrollY)}px`);
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", this.fit);
    this.fit();
    this.lay();
    this.nameLinks();
    this.context.blank.begin();
    // A page that was left open over night begins with the new day.
    this.onSeen = () => document.visibilityState === "visible" && this.context.blank.begin();
    document.addEventListener("visibilitychange", this.onSeen);
  }

  build(root) {
    const { context, commands } = this;
    const { record } = context;
    this.views.stand(this);
    this.kinds = new Switch(context, (shape) => this.reshape(shape));
    this.toolbar = new Toolbar(context, commands, record.within ? null : [this.views.node, ...this.kinds.nodes]);
    context.since = new Since(context, {
      drawn: (ids) => this.view?.repaint?.(ids),
      narrowed: () => this.commands.again(),
    });
    this.toolbar.count.after(context.since.node);
    this.chips = new Chips(context, {
      drop: (name) => commands.filter(name, null),
      part: (name, at) => commands.dropPart(name, at),
      build: () => commands.buildFilter(),
      group: () => commands.group(),
      ungroup: () => commands.groupBy({ keys: [] }),
      foldAll: (shut) => this.foldAll(shut),
      clear: () => commands.clearFilters(),
      back: () => (this.views.now || this.views.isUntouched() ? null : () => this.views.back()),
    });
    this.states = new States(context, {
      retry: () => commands.refresh(),
      clear: () => commands.clearAll(),
      add: () => commands.add(),
      begin: () => commands.begin(),
      makeColumn: () => commands.makeColumn(),
    });
    this.footer = new Footer(context);
    this.offers = new Offers(context, (action, rows) => commands.act(action, rows));
    this.body = el("div.s-body", { onwheel: (event) => this.view?.rezoom && context.zoom.wheel(event) });
    this.body.style.setProperty("--s-zoom", context.zoom.part);
    this.root = root;
    root.classList.add("s-sheet");
    this.shelf = new ShelfLine(context);
    root.replaceChildren(
      this.toolbar.node,
      this.offers.node,
      this.chips.node,
      this.body,
      this.shelf.node,
      this.footer.node,
    );
    this.chips.draw();
    this.toolbar.undoable(this.batches.ids.length);
  }

  get shape() {
    return DRAWN[this.context.query.shape?.kind];
  }

  /** A desk gets the grid, a phone gets cards; and both get another shape where that is chosen. */
  lay() {
    this.clear();
    this.states.reading();
    const calls = {
      loaded: (...answer) => this.loaded(...answer),
      failed: (sentence) => this.failed(sentence),
      picked: () => this.picked(),
      filtered: () => this.filtered(),
      arranged: (what, view) => this.views.arranged(view),
      act: (action, rows) => this.commands.act(action, rows),
      took: (answer) => this.commands.took(answer),
      begin: (values) => this.commands.add(values),
      reshape: (shape) => this.reshape(shape),
    };
    this.narrow = this.media.matches;
    this.root.classList.toggle("s-narrow", this.narrow);
    const Shape = this.shape;
    this.root.classList.toggle("s-shaped", Boolean(Shape));
    const host = el(Shape ? "div.s-shape-host" : this.narrow ? "div.s-card-host" : "div.s-grid-host");
    const layer = el("div.s-layer", { dataset: { slot: "layer" } });
    this.body.replaceChildren(host, layer, this.states.node, this.states.banner);
    if (Shape) this.view = new Shape(host, this.context, calls);
    else if (this.narrow) this.view = new Cards(host, this.context, calls);
    else layGrid(this, host, layer, calls);
    this.together.laid();
    this.picked();
  }

  /** To the cell of the blank line that is at fault. */
  toBlank(name) {
    const row = this.adapter?.rowOf(BLANK) ?? null;
    if (row === null) return;
    this.adapter.activate(row, name);
    this.explain.mark(BLANK, name);
  }

  clear() {
    this.explain?.close();
    if (this.editing?.now) this.editing.shut();
    this.layer?.destroy();
    this.lately?.destroy();
    this.heads?.destroy();
    this.view?.destroy();
    Object.assign(this, {
      view: null,
      adapter: null,
      editing: null,
      explain: null,
      layer: null,
      heads: null,
      lately: null,
    });
  }

  /** What is asked behind the rows: who speaks of them, and what is locked. */
  look(ids) {
    this.context.talks.look(ids);
    this.context.locks.look(ids);
  }

  /** stands: what is shown says itself that it holds nothing. */
  loaded({ rows, total: lines, count: total = lines, sums, means, waits, counting, stands = false }, offset, took) {
    const asked = performance.now() - took;
    this.overtaken(this.fresh.since(rows, this.total === null ? 0 : asked));
    this.look(rows.map(({ id }) => id));
    this.context.since.begin();
    this.total = total ?? (this.total || offset + rows.length);
    this.toolbar.total(total);
    if (offset === 0) this.offers.refresh();
    if (offset === 0 && !(counting && total === null)) this.showSums(sums, waits, means);
    if (counting) this.counting.follow(asked);
    else this.counting.came(asked);
    if (total === 0 && !stands) this.states.empty();
    else this.states.ready();
    this.together.loaded();
  }

  /** How many rows there are, and their sums, came after the rows. */
  totalled({ total, sums, waits }) {
    const before = this.total;
    this.total = total;
    this.toolbar.total(total);
    this.showSums(sums, waits);
    if (total !== before) this.view?.sized?.(total);
  }

  /** Under their columns; cards have no columns, there the foot tells them. */
  showSums(sums, waits, means) {
    const totals = this.view?.totals;
    totals?.show(sums, means);
    this.footer.showSums(totals ? null : sums, waits);
  }

  /** Other colours or another height: the grid is laid anew, as both are settled when it is made. */
  relook(look) {
    const { query, record } = this.context;
    query.lookLike(look);
    const view = { ...record.view, ...this.view?.view?.(), colours: undefined, height: undefined, ...query.looks() };
    if (this.views.now) record.view = view;
    else this.views.keep(view);
    this.lay();
    this.views.draw();
  }

  rezoom() {
    this.body.style.setProperty("--s-zoom", this.context.zoom.part);
    this.view?.rezoom?.();
    this.layer?.settle();
  }

  foldAll(shut) {
    this.view?.foldAll?.(shut);
    this.filtered();
  }

  failed(sentence) {
    this.states.failed(sentence, this.total > 0);
  }

  filtered() {
    this.context.blank.follow();
    this.views.asked();
    this.chips.draw();
  }

  /** Another view was chosen: its columns, order and filter from the first row on. */
  retake() {
    const { context } = this;
    this.total = null;
    context.query.restart(context.record);
    this.kinds.draw();
    this.toolbar.put("");
    this.lay();
    this.chips.draw();
    this.nameLinks();
  }

  /** The same rows, laid out otherwise. */
  reshape(shape) {
    const { query } = this.context;
    query.shape = shape;
    query.remember();
    this.total = null;
    this.kinds.draw();
    this.lay();
    this.views.asked();
  }

  /** The rows that deleting and actions are about, as far as they are at hand. */
  targets() {
    return targets(this);
  }

  chosenRanges() {
    return chosenRanges(this);
  }

  /** The same rows with their ids, and the first of them with what their names are made of. */
  chosen() {
    return chosen(this);
  }

  picked() {
    const { ids, out } = this.view?.ticks ?? {};
    this.toolbar.picked(this.targets());
    this.footer.showPicked(ids?.size ?? 0, out?.size ?? 0);
  }

  /** A filter that came with the address holds only ids; the chips want names. */
  async nameLinks() {
    if (await nameLinks(this.context)) this.chips.draw();
  }

  /** `asked`: when the question was put that brought these rows; without it they are the answer to an own change. */
  applyRows(rows, asked = Infinity) {
    const later = this.fresh.since(rows, asked);
    const taken = rows.filter(({ id }) => !later.has(id));
    this.fresh.keep(taken);
    this.view?.applyRows(taken);
    this.lately?.changed(taken.map(({ id }) => id));
    this.overtaken(later);
  }

  /** Rows that came while an older answer was still on its way stay; to be sure they are asked for once more. */
  overtaken(later) {
    if (!later.size) return;
    this.view?.applyRows([...later.values()]);
    this.together.live.check([...later.keys()]);
  }

  /** Taking back works before any cell was chosen, too, as after a reload. */
  pressed(event) {
    if (event.target !== document.body || !(event.ctrlKey || event.metaKey) || this.context.record.within) return;
    const run = { z: () => this.commands.undo(), y: () => this.commands.redo() }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  refresh() {
    this.view?.refresh();
  }

  /** The record type has other columns than before: `were`, by name; `view`: what the grid stood as then, if it did. */
  redraw(were, view = null) {
    if (refitted(this, were, view)) this.anew();
    else if (this.narrow || !this.view?.redraw) this.lay();
    else this.view.redraw();
    this.chips.draw();
    this.commands.recount();
  }

  /** Other rows, or the same in another order: what is being typed is kept first, as when one clicks elsewhere. */
  anew() {
    if (this.editing?.now) this.editing.commit();
    this.total = null;
    this.kinds.draw();
    this.lay();
    this.views.draw();
    this.nameLinks();
  }

  hear(message) {
    if (message.design) return void this.design.follow();
    if (!message.here) this.view?.ticks?.recheck();
    if (message.ids) this.look(message.ids.filter((id) => this.view?.row(id)));
    this.together.hear(message);
  }

  destroy() {
    if (!this.context.record.within) delete window.opsPrint;
    this.together.stop();
    this.panel.destroy();
    this.context.talks.stop();
    this.context.locks.stop();
    this.media.removeEventListener("change", this.onMedia);
    window.removeEventListener("resize", this.fit);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onSeen);
    this.arrangement.keep();
    this.commands.stop();
    this.clear();
  }
}
