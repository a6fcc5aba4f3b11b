import { Comments } from "ops-sheet";

export default {
  template: "<div></div>",
  props: { record: String, id: Number, fields: Array, words: Object, me: Object, about: String },
  mounted() {
    this.comments = new Comments(this.$el, this.$props);
    if (this.about) this.comments.speakOf(this.about);
  },
  methods: {
    refresh() {
      this.comments?.read();
    },
  },
};
