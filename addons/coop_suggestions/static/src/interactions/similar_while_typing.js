import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const SHORTEST_NAME = 3;

/** Shows what resembles the name while it is typed, and then proposes without asking again. */
export class SimilarWhileTyping extends Interaction {
    static selector = ".o_coop_form[data-similar]";
    dynamicContent = {
        "[name=name], [name=barcode]": { "t-on-input": this.debounced(this.look, 300) },
    };

    setup() {
        this.latest = 0;
    }

    start() {
        if (!this.el.querySelector(".o_coop_similar")) {
            this.look();
        }
    }

    async look() {
        const { name, barcode } = this.el.elements;
        const place = this.el.querySelector(".o_coop_similar_place");
        const number = ++this.latest;
        if (name.value.trim().length < SHORTEST_NAME && !barcode.value) {
            place.replaceChildren();
            return;
        }
        const query = new URLSearchParams({ q: name.value, barcode: barcode.value, html: "1" });
        let html;
        try {
            const response = await this.waitFor(
                // Without a session the answer leads to the login page. Fetching that unseen would
                // start another session, and the login form that the person sees then be refused.
                browser.fetch(`${this.el.dataset.similar}?${query}`, { redirect: "manual" })
            );
            html = response.ok ? await response.text() : "";
        } catch {
            return; // offline: what resembles is asked once more on submitting
        }
        if (number !== this.latest) {
            return; // an answer to what is no longer in the field
        }
        place.innerHTML = html; // our own server's piece of page, escaped there
        this.proposeAnyway(Boolean(html.trim()));
    }

    /** Once it has been seen, submitting means « proposer quand même ». */
    proposeAnyway(seen) {
        let field = this.el.elements.anyway;
        if (!field) {
            field = document.createElement("input");
            Object.assign(field, { type: "hidden", name: "anyway" });
            this.el.append(field);
        }
        field.value = seen ? "1" : "";
    }
}

registry
    .category("public.interactions")
    .add("coop_suggestions.similar_while_typing", SimilarWhileTyping);
