import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

export const DRAFT_PREFIX = "coop_draft:";

/**
 * Clears this browser's drafts on the first page after a logout, whichever page that is: on a
 * shared computer they are not the next person's to read.
 */
export class ForgetDrafts extends Interaction {
    static selector = "#wrapwrap";

    start() {
        if (!cookie.get("coop_forget_drafts")) {
            return;
        }
        for (const key of Object.keys(browser.localStorage)) {
            if (key.startsWith(DRAFT_PREFIX)) {
                browser.localStorage.removeItem(key);
            }
        }
        cookie.delete("coop_forget_drafts");
    }
}

registry.category("public.interactions").add("coop_stock.forget_drafts", ForgetDrafts);
