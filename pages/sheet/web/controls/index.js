/** Kind of field → the control people fill it in with: in a cell, in a form, in a filter. */

import { DayControl, MomentControl } from "./day.js";
import { FlagControl } from "./flag.js";
import { ChoiceControl, LinkControl } from "./list.js";
import { NamesControl } from "./names.js";
import { TagsControl } from "./tags.js";
import { NoteControl, NumberControl, TextControl } from "./text.js";

const CONTROLS = {
  line: TextControl,
  phone: TextControl,
  idnumber: TextControl,
  pinyin: TextControl,
  note: NoteControl,
  count: NumberControl,
  money: NumberControl,
  quantity: NumberControl,
  rating: NumberControl,
  progress: NumberControl,
  day: DayControl,
  moment: MomentControl,
  flag: FlagControl,
  choice: ChoiceControl,
  link: LinkControl,
  name: ChoiceControl,
  tags: TagsControl,
  names: NamesControl,
};

/** `context`: {words, http, place: 'cell'|'form'|'filter', row?, inline?, box?, input?, onpick?}; `inline`: the list stands in the panel, not over it; `row()`: the row as it stands there now. */
export function makeControl(field, context) {
  const Control = CONTROLS[field.kind] ?? TextControl;
  return new Control(field, context);
}
