import { SheetPage } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: Object, words: Object, me: Object, tab: String },
  mounted() {
    const panel = (wanted) => this.$emit("panel", wanted);
    this.page = new SheetPage(this.$el, { record: this.record, words: this.words, me: this.me, tab: this.tab, panel });
  },
  beforeUnmount() {
    this.page?.destroy();
  },
  methods: {
    apply_rows(rows) {
      this.page?.applyRows(rows);
    },
    hear(message) {
      this.page?.hear(message);
    },
    panelled(id) {
      this.page?.panel.hear(id);
    },
    refresh() {
      this.page?.refresh();
    },
  },
};
