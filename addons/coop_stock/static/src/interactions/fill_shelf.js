import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Puts each scanned code on the shelf without leaving the page. A hand scanner does not wait for
 * answers: codes are sent one after the other, in the order in which they were read.
 */
export class FillShelf extends Interaction {
    static selector = ".o_coop_fill";
    dynamicContent = {
        _root: { "t-on-submit.prevent": this.put },
    };

    setup() {
        this.sending = Promise.resolve();
    }

    put() {
        const field = this.el.elements.code;
        const body = new FormData(this.el);
        field.value = "";
        field.focus();
        this.sending = this.sending.then(() => this.send(body));
    }

    async send(body) {
        let answer;
        try {
            const response = await browser.fetch(this.el.getAttribute("action"), {
                method: "POST",
                headers: { Accept: "application/json" },
                body,
                redirect: "manual", // to the login: a person goes there, not a script
            });
            answer = await response.json();
        } catch {
            answer = { error: `${body.get("code")} : ${this.el.dataset.unsent}` };
        }
        const place = document.querySelector("#coop_filling");
        if (answer.error) {
            const note = document.createElement("p");
            Object.assign(note, { className: "alert alert-warning", textContent: answer.error });
            place.prepend(note);
        } else {
            place.innerHTML = answer.html; // our own server's piece of page, escaped there
        }
        document.querySelector("#o_coop_status").textContent = answer.error || answer.said;
    }
}

registry.category("public.interactions").add("coop_stock.fill_shelf", FillShelf);
