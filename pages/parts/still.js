/** What only shows and leads somewhere: one element however much is in it. It comes as plain values, and is only ever text. */
import { h, toRaw } from "vue";

function drawn(part) {
  if (typeof part === "string") return part;
  const [tag, given, ...inside] = part;
  return h(tag, given, inside.map(drawn));
}

export default {
  props: { drawn: Array },
  render() {
    return drawn(toRaw(this.drawn));
  },
};
