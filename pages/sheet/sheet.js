import { SheetPage } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: Object, words: Object, me: Object, tab: String },
  mounted() {
    this.page = new SheetPage(this.$el, { record: this.record, words: this.words, me: this.me, tab: this.tab });
  },
  beforeUnmount() {
    this.page?.destroy();
  },
  methods: {
    apply_rows(rows) {
      this.page?.applyRows(rows);
    },
    told(message) {
      this.page?.told(message);
    },
    refresh() {
      this.page?.refresh();
    },
  },
};
