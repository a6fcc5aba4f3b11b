/** Kind of field → the control people fill it in with: in a cell, in a form, in a filter. */

import { DayControl, MomentControl } from "./day.js";
import { FlagControl } from "./flag.js";
import { ChoiceControl, LinkControl } from "./list.js";
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
  day: DayControl,
  moment: MomentControl,
  flag: FlagControl,
  choice: ChoiceControl,
  link: LinkControl,
  tags: TagsControl,
};

/** `context`: {words, http, place: 'cell'|'form'|'filter', box?, input?, onpick?}. */
export function makeControl(field, context) {
  const Control = CONTROLS[field.kind] ?? TextControl;
  return new Control(field, context);
}
