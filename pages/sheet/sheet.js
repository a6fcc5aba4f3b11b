import { SheetPage, dressed } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: Object, words: Object, me: Object },
  async mounted() {
    await dressed;
    if (this.left) return;
    this.page = new SheetPage(this.$el, { record: this.record, words: this.words, me: this.me });
  },
  beforeUnmount() {
    this.left = true;
    this.page?.destroy();
  },
  methods: {
    apply_rows(rows) {
      this.page?.applyRows(rows);
    },
    refresh() {
      this.page?.refresh();
    },
  },
};
