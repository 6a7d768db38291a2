import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Casts a vote without leaving the page: the same form is posted, and the server's own piece of
 * page put in its place. When anything goes wrong, the form is posted the ordinary way.
 */
export class VoteInPlace extends Interaction {
    static selector = ".o_coop_page";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
    };

    async onSubmit(ev) {
        const button = ev.submitter;
        const place = button?.closest(".o_coop_vote");
        if (!place) {
            return;
        }
        ev.preventDefault();
        const form = ev.target;
        const besideForm = form.contains(place);
        let answer;
        try {
            answer = await this.waitFor(this.post(form, button, besideForm));
        } catch {
            return this.postPlainly(form, button);
        }
        if (answer.error) {
            return this.refuse(place, answer.error);
        }
        const holder = document.createElement("div");
        holder.innerHTML = answer.html; // our own server's piece of page, escaped there
        const renewed = holder.firstElementChild;
        place.replaceWith(renewed);
        const pressed = button.name ? `[name="${button.name}"][value="${button.value}"]` : "";
        const next = renewed.querySelector(`button${pressed}`) || renewed.querySelector("button");
        next?.focus();
        this.say(answer.status);
    }

    async post(form, button, besideForm) {
        const body = besideForm ? new FormData() : new FormData(form, button);
        if (besideForm) {
            body.append("csrf_token", form.elements.csrf_token.value);
            body.append("beside_form", "1");
        }
        const response = await browser.fetch(this.addressOf(form, button), {
            method: "POST",
            headers: { Accept: "application/json" },
            body,
            redirect: "manual", // to the login: a person goes there, not a script
        });
        return response.json();
    }

    postPlainly(form, button) {
        if (button.name) {
            const field = document.createElement("input");
            Object.assign(field, { type: "hidden", name: button.name, value: button.value });
            form.append(field);
        }
        form.action = this.addressOf(form, button);
        form.submit();
    }

    /** Return where the button posts; its property `formAction` is the page's without one. */
    addressOf(form, button) {
        return button.getAttribute("formaction") || form.getAttribute("action");
    }

    refuse(place, sentence) {
        const note = document.createElement("p");
        Object.assign(note, { className: "o_coop_error", role: "alert", textContent: sentence });
        place.append(note);
    }

    say(sentence) {
        const status = this.el.querySelector("#o_coop_status");
        if (status) {
            status.textContent = sentence;
        }
    }
}

registry.category("public.interactions").add("coop_suggestions.vote_in_place", VoteInPlace);
