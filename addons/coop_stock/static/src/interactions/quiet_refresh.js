import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Puts a part of the page anew every so many seconds, as the page itself would show it: what others
 * answered is gone, what was reported is there. Quiet while somebody is in the middle of it, and
 * where the page does not come. A part with an id ends when the page no longer asks for it.
 */
export class QuietRefresh extends Interaction {
    static selector = "[data-coop-refresh]";

    dynamicContent = {
        _document: { "t-on-visibilitychange": this.refresh },
    };

    start() {
        const every = Number(this.el.dataset.coopRefresh) * 1000;
        this.timer = browser.setInterval(() => this.refresh(), every);
        this.registerCleanup(() => browser.clearInterval(this.timer));
    }

    async refresh() {
        if (document.hidden || this.el.contains(document.activeElement)) {
            return;
        }
        let html;
        try {
            const response = await this.waitFor(
                // Not followed to the login: a person goes there, not a script.
                browser.fetch(browser.location.pathname, { redirect: "manual" })
            );
            html = response.ok ? await this.waitFor(response.text()) : "";
        } catch {
            return; // no network: what is shown stays
        }
        const page = new DOMParser().parseFromString(html, "text/html");
        const renewed = this.el.id
            ? page.getElementById(this.el.id)
            : page.querySelector(QuietRefresh.selector);
        if (renewed && !this.el.contains(document.activeElement)) {
            this.el.replaceChildren(...renewed.childNodes);
            if (!renewed.matches(QuietRefresh.selector)) {
                browser.clearInterval(this.timer);
            }
        }
    }
}

registry.category("public.interactions").add("coop_stock.quiet_refresh", QuietRefresh);
