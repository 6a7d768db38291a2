import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Says on the button of a print what it will do: « 16 posées, 1 à refaire ». */
export class ConfirmLabels extends Interaction {
    static selector = ".o_coop_label_confirm";
    dynamicContent = {
        _root: { "t-on-change": this.count },
    };

    start() {
        this.count(); // a page come back to keeps its ticks
    }

    count() {
        const button = this.el.querySelector("button[data-all]");
        if (!button) {
            return;
        }
        const boxes = [...this.el.querySelectorAll("input[name=missing]")];
        const missing = boxes.filter((box) => box.checked).length;
        button.textContent = missing
            ? button.dataset.some
                  .replace("{hung}", boxes.length - missing)
                  .replace("{missing}", missing)
            : button.dataset.all;
    }
}

registry.category("public.interactions").add("coop_label_print.confirm_labels", ConfirmLabels);
