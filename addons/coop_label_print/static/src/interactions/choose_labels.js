import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Shows another paper as soon as it is chosen, and ticks all that is offered. */
export class ChooseLabels extends Interaction {
    static selector = ".o_coop_labels_choose";
    dynamicContent = {
        "[data-coop-submit-on-change]": { "t-on-change": this.show },
        "#coop_show_format": { "t-att-class": () => ({ "d-none": true }) },
        "[data-coop-tick-all]": {
            "t-att-class": () => ({ "d-none": false }),
            "t-on-click": this.tickAll,
        },
    };

    show(event) {
        const button = this.el.querySelector(event.currentTarget.dataset.coopSubmitOnChange);
        this.el.requestSubmit(button);
    }

    tickAll() {
        for (const box of this.el.querySelectorAll("input[name=product_id]")) {
            box.checked = true;
        }
    }
}

registry.category("public.interactions").add("coop_label_print.choose_labels", ChooseLabels);
