import { FilterField } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: Object, words: Object, me: Object, filter: Object, label: String },
  mounted() {
    new FilterField(this.$el, { ...this.$props }, (filter) => this.$emit("filtered", filter));
  },
};
