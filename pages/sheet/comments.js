import { Comments } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: String, id: Number, fields: Array, words: Object, me: Object },
  mounted() {
    this.comments = new Comments(this.$el, this.$props);
  },
  methods: {
    refresh() {
      this.comments?.read();
    },
  },
};
