import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Puts a product on one's list, or takes it off, without leaving the page. */
export class StarInPlace extends Interaction {
    static selector = ".o_coop_page";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
    };

    async onSubmit(ev) {
        const button = ev.submitter;
        if (button?.name !== "star") {
            return;
        }
        ev.preventDefault();
        const form = ev.target;
        const address = button.getAttribute("formaction") || form.getAttribute("action");
        let answer;
        try {
            const response = await this.waitFor(
                browser.fetch(address, {
                    method: "POST",
                    headers: { Accept: "application/json" },
                    body: new FormData(form, button),
                    redirect: "manual", // to the login: a person goes there, not a script
                })
            );
            answer = await this.waitFor(response.json());
        } catch {
            const field = document.createElement("input");
            Object.assign(field, { type: "hidden", name: "star", value: button.value });
            form.append(field);
            form.action = address;
            return form.submit();
        }
        if ("star" in answer) {
            button.value = answer.star ? "0" : "1";
            button.setAttribute("aria-pressed", String(answer.star));
            const icon = button.querySelector(".fa");
            icon.classList.toggle("fa-star", answer.star);
            icon.classList.toggle("fa-star-o", !answer.star);
        }
        const status = this.el.querySelector("#o_coop_status");
        if (status) {
            status.textContent = answer.status || answer.error || "";
        }
    }
}

registry.category("public.interactions").add("coop_stock.star_in_place", StarInPlace);
