import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const PAUSE = 250; // ms after the last letter

/**
 * Narrows the stock page down while one types or chooses: the server's own piece of page is put in
 * place, so that a telephone holds and draws sixty products, not all.
 */
export class StockList extends Interaction {
    static selector = ".o_coop_stock:has(.o_coop_stock_body)";
    dynamicContent = {
        "#o_coop_stock_q": { "t-on-input": this.debounced(this.showChosen, PAUSE) },
        ".o_coop_stock_body": { "t-on-change": this.showChosen, "t-on-click": this.onClick },
    };

    showChosen() {
        const chosen = new FormData(this.el.querySelector("#o_coop_stock_search"));
        const fields = [...chosen].filter(([, value]) => value.trim());
        this.show(`/stock?${new URLSearchParams(fields)}`);
    }

    onClick(ev) {
        const choice = ev.target.closest("a.o_coop_choice");
        if (choice && !ev.ctrlKey && !ev.metaKey && !ev.shiftKey) {
            ev.preventDefault();
            this.show(choice.getAttribute("href"));
        }
    }

    async show(address) {
        this.asked = address;
        const url = new URL(address, browser.location.origin);
        url.searchParams.set("part", "body");
        let html;
        try {
            const response = await this.waitFor(browser.fetch(url, { redirect: "manual" }));
            html = response.ok ? await this.waitFor(response.text()) : "";
        } catch {
            return; // no network: what is shown stays
        }
        if (!html || this.asked !== address) {
            return; // an older answer than what was typed since
        }
        browser.history.replaceState(null, "", address);
        const body = this.el.querySelector(".o_coop_stock_body");
        const aside = body.querySelector(".o_coop_choices").scrollLeft;
        const held = body.contains(document.activeElement) && document.activeElement;
        this.services["public.interactions"].stopInteractions(body);
        body.innerHTML = html; // our own server's piece of page, escaped there
        this.services["public.interactions"].startInteractions(body);
        body.querySelector(".o_coop_choices").scrollLeft = aside;
        if (held) {
            const name = held.name ? `[name="${held.name}"]` : ".o_coop_choice[aria-current]";
            body.querySelector(name)?.focus({ preventScroll: true });
        }
    }
}

registry.category("public.interactions").add("coop_stock.stock_list", StockList);
