import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Shows and serves the button that prints a page. */
export class PrintPage extends Interaction {
    static selector = ".o_coop_print";
    dynamicContent = {
        _root: {
            "t-att-class": () => ({ "d-none": false }),
            "t-on-click": () => window.print(),
        },
    };
}

registry.category("public.interactions").add("coop_stock.print_page", PrintPage);
