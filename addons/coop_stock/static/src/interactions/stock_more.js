import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Puts the next products below as one scrolls towards the link that leads to them. */
export class StockMore extends Interaction {
    static selector = ".o_coop_stock_more";

    start() {
        const observer = new IntersectionObserver(
            (entries) => entries.some((entry) => entry.isIntersecting) && this.more(observer),
            { rootMargin: "1200px" }
        );
        observer.observe(this.el);
        this.registerCleanup(() => observer.disconnect());
    }

    async more(observer) {
        observer.disconnect();
        const url = new URL(this.el.querySelector("a").href);
        url.searchParams.set("part", "rows");
        let html;
        try {
            const response = await this.waitFor(browser.fetch(url, { redirect: "manual" }));
            html = response.ok ? await this.waitFor(response.text()) : "";
        } catch {
            return; // no network: the link stays
        }
        if (!html) {
            return;
        }
        const list = this.el.parentElement;
        const piece = document.createElement("template");
        piece.innerHTML = html; // our own server's piece of page, escaped there
        this.join(list, piece.content);
        const next = piece.content.querySelector(StockMore.selector);
        list.append(piece.content);
        if (next) {
            this.services["public.interactions"].startInteractions(next);
        }
        this.el.remove();
    }

    /** A shelf that goes on from one page to the next is one. */
    join(list, piece) {
        const last = [...list.querySelectorAll(".o_coop_stock_section")].at(-1);
        const first = piece.querySelector(".o_coop_stock_section");
        if (last && first && last.dataset.shelf === first.dataset.shelf) {
            last.querySelector("ul").append(...first.querySelectorAll("li"));
            first.remove();
        }
    }
}

registry.category("public.interactions").add("coop_stock.stock_more", StockMore);
