/** Filters by ticking: choices, flags, links. */

import { Panel } from "./panel.js";
import { ValueList } from "./values.js";

export class LinkPanel extends Panel {
  build() {
    this.values = new ValueList(
      this.field,
      this.context,
      { choose: (model) => this.tell(model) },
      { hint: this.words.link_hint },
    );
    this.body.append(this.values.node);
  }

  afterGuiAttached(params) {
    super.afterGuiAttached(params);
    this.values.load();
  }

  show() {
    this.values.show(this.model);
  }
}

export class ChoicePanel extends LinkPanel {
  build() {
    const all = this.choices();
    this.values = new ValueList(
      this.field,
      this.context,
      { choose: (model) => this.tell(model) },
      { search: all.length > 8, all },
    );
    this.values.fitting = this.values.among(null, "");
    this.body.append(this.values.node);
  }

  choices() {
    const empty = this.field.required || !this.offers("empty") ? [] : [{ key: null, label: this.words.op_empty }];
    return [...this.options(), ...empty];
  }

  options() {
    return this.field.options.map(({ key, label, also }) => ({ key, label, also }));
  }
}

export class FlagPanel extends ChoicePanel {
  options() {
    return [
      { key: true, label: this.words.yes },
      { key: false, label: this.words.no },
    ];
  }
}
