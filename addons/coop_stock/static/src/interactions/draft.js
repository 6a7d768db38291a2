import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { DRAFT_PREFIX } from "@coop_stock/interactions/forget_drafts";

const WORDS = "input[type=text], input:not([type]), input[type=search], textarea, select";

/** Forget the draft that the last form sent, as the server says in a cookie, on any page. */
function forgetSent() {
    const sent = cookie.get("coop_draft_sent");
    if (sent) {
        browser.localStorage.removeItem(`${DRAFT_PREFIX}${user.userId}:${sent}`);
        cookie.delete("coop_draft_sent");
    }
}

/**
 * Keeps the words of a form in this browser, for this user, until they are sent: a closed tab or
 * an expired session loses nothing.
 */
export class Draft extends Interaction {
    static selector = "form[data-draft]";
    dynamicContent = {
        _root: { "t-on-input": this.debounced(this.keep, 200), "t-on-submit": this.keep },
    };

    setup() {
        this.key = `${DRAFT_PREFIX}${user.userId}:${this.el.dataset.draft}`;
    }

    start() {
        forgetSent();
        this.restore();
        // What was typed before this script had arrived.
        if (this.fields.some((field) => field.value !== (field.defaultValue ?? field.value))) {
            this.keep();
        }
    }

    get fields() {
        return [...this.el.querySelectorAll(WORDS)].filter((field) => field.name);
    }

    keep() {
        const words = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
        const written = Object.values(words).some((value) => value.trim());
        if (written) {
            browser.localStorage.setItem(this.key, JSON.stringify(words));
        } else {
            browser.localStorage.removeItem(this.key);
        }
    }

    restore() {
        let words;
        try {
            words = JSON.parse(browser.localStorage.getItem(this.key)) || {};
        } catch {
            return; // not ours
        }
        for (const field of this.fields) {
            // What the server sent back is newer than the draft.
            if (!field.value && words[field.name]) {
                field.value = words[field.name];
                field.closest("details")?.setAttribute("open", "open");
                field.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }
    }
}

/** Forgets what has been sent, on whichever page comes next. */
export class DraftSent extends Interaction {
    static selector = "#wrapwrap";

    start() {
        forgetSent();
    }
}

registry.category("public.interactions").add("coop_stock.draft", Draft);
registry.category("public.interactions").add("coop_stock.draft_sent", DraftSent);
