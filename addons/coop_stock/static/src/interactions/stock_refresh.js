import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const EVERY = 60_000; // ms
const AT_ONCE = 200;

/**
 * Keeps the open stock page true: asks the feed whether anything changed, and puts the rows that
 * did in place of the old ones, nothing else. Says so when there is no network.
 */
export class StockRefresh extends Interaction {
    static selector = ".o_coop_stock[data-tag]";
    dynamicContent = {
        _document: { "t-on-visibilitychange": this.refresh },
        _window: { "t-on-online": this.refresh, "t-on-offline": () => this.tell(false) },
    };

    start() {
        this.tag = `W/"${this.el.dataset.tag}"`;
        const timer = browser.setInterval(() => this.refresh(), EVERY);
        this.registerCleanup(() => browser.clearInterval(timer));
    }

    async refresh() {
        if (document.hidden) {
            return;
        }
        try {
            const headers = { "If-None-Match": this.tag };
            const options = { headers, cache: "no-store", redirect: "manual" };
            const response = await this.waitFor(browser.fetch("/stock/feed", options));
            if (response.status === 200) {
                const feed = await this.waitFor(response.json());
                await this.renew(this.changed(feed.products));
                this.tag = response.headers.get("ETag");
            } else if (response.status !== 304) {
                return;
            }
            this.tellAge(response.headers.get("Coop-Stock-Age"));
        } catch {
            return this.tell(false);
        }
        this.tell(true);
    }

    /** Return the ids of the rows on this page that the feed tells otherwise. */
    changed(products) {
        const states = new Map(
            products.map((each) => [
                String(each.id),
                JSON.stringify([each.level, each.quantity, each.price, each.unit_price]),
            ])
        );
        return [...this.el.querySelectorAll("[data-state]")]
            .filter(({ dataset }) => {
                const state = states.get(dataset.id);
                return state && state !== JSON.stringify(JSON.parse(dataset.state));
            })
            .map(({ dataset }) => dataset.id);
    }

    async renew(ids) {
        for (let start = 0; start < ids.length; start += AT_ONCE) {
            const url = `/stock/rows?ids=${ids.slice(start, start + AT_ONCE)}`;
            const response = await this.waitFor(browser.fetch(url, { redirect: "manual" }));
            const piece = document.createElement("template");
            piece.innerHTML = await this.waitFor(response.text()); // ours, escaped there
            for (const row of piece.content.querySelectorAll("[data-state]")) {
                const old = this.el.querySelector(`[data-id="${row.dataset.id}"]`);
                // Photo, link and star stay: what one is about to touch does not move.
                for (const part of [".o_coop_level", ".o_coop_stock_price"]) {
                    old.querySelector(part).replaceWith(row.querySelector(part));
                }
                old.dataset.state = row.dataset.state;
            }
        }
    }

    /** Say how old a stock is that comes from elsewhere. */
    tellAge(words) {
        const age = this.el.querySelector(".o_coop_age");
        if (age && words) {
            age.textContent = decodeURIComponent(words);
        }
    }

    /** Say of when the figures are. */
    tell(fresh) {
        this.el.querySelector(".o_coop_fresh").hidden = !fresh;
        this.el.querySelector(".o_coop_stale").hidden = fresh;
        if (fresh) {
            const zone = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
            const format = new Intl.DateTimeFormat("fr", { ...zone, timeZone: this.el.dataset.zone });
            const [hours, minutes] = format.format(new Date()).split(":");
            const clock = this.el.dataset.clock.replace("H", Number(hours)).replace("M", minutes);
            for (const time of this.el.querySelectorAll(".o_coop_stock_time time")) {
                time.textContent = clock;
            }
        }
    }
}

registry.category("public.interactions").add("coop_stock.stock_refresh", StockRefresh);
