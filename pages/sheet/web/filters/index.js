/** Header filters: kind of field → its panel, whose model is exactly the operators of the API. */

import { ChoicePanel, FlagPanel, LinkPanel } from "./pick.js";
import { DayPanel, MomentPanel, RangePanel } from "./range.js";
import { TextPanel } from "./text.js";

const PANELS = {
  count: RangePanel,
  rating: RangePanel,
  progress: RangePanel,
  money: RangePanel,
  quantity: RangePanel,
  day: DayPanel,
  moment: MomentPanel,
  choice: ChoicePanel,
  name: ChoicePanel,
  flag: FlagPanel,
  link: LinkPanel,
};

export function filterFor(field) {
  return field.ops && field.ops.length === 0 ? false : (PANELS[field.kind] ?? TextPanel);
}

/** The same panel outside the grid, for cards on a phone. */
export function standalone(field, context, model, changed) {
  const panel = new (filterFor(field))();
  panel.init({
    colDef: { filterParams: { about: () => ({ field, context }) } },
    filterChangedCallback: () => changed(panel.getModel()),
  });
  panel.setModel(model ?? null);
  panel.getGui().panel = panel;
  return panel.getGui();
}
