import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const TYPED_INTO = "textarea, select, input:not([type=radio])";

/**
 * A meeting by keyboard: a key does what the thing that carries it does, as long as it can be
 * seen and nobody is typing.
 */
export class MeetingKeys extends Interaction {
    static selector = ".o_coop_meeting";
    dynamicContent = {
        _document: { "t-on-keydown": this.onKeydown },
        details: { "t-on-toggle": this.onToggle },
        "input[type=radio]": { "t-on-change": this.onChoice },
        form: { "t-on-submit": this.onSubmit },
    };

    onKeydown(ev) {
        if (ev.ctrlKey || ev.altKey || ev.metaKey || ev.repeat) {
            return;
        }
        if (ev.key === "Escape") {
            return this.close();
        }
        const typing = ev.target.matches?.(TYPED_INTO);
        const walks = ev.key.startsWith("Arrow");
        // Arrows move between the choices of a group when one of them has the focus.
        if (typing || (walks && ev.target.matches?.("input"))) {
            return;
        }
        // French keyboards give digits with the shift key only: the key itself counts, too.
        const digit = /^Digit(\d)$/.exec(ev.code)?.[1];
        const carrier =
            this.carrierOf(walks ? ev.key : ev.key.toLowerCase()) || this.carrierOf(digit);
        if (!carrier) {
            return;
        }
        ev.preventDefault();
        carrier.click();
        if (carrier.matches("input")) {
            this.goOn(carrier);
        } else if (carrier.parentElement.open) {
            // At once: its event comes later than the next key of a fast hand.
            this.show(carrier.parentElement);
        }
    }

    carrierOf(key) {
        return [...this.el.querySelectorAll("[data-coop-key]")].find(
            (each) => each.dataset.coopKey === key && each.checkVisibility()
        );
    }

    close() {
        for (const panel of this.el.querySelectorAll("details[open]")) {
            panel.open = false;
        }
        document.activeElement?.blur();
    }

    onToggle(ev) {
        if (ev.target.open && !ev.target.querySelector("form").contains(document.activeElement)) {
            this.show(ev.target);
        }
    }

    show(panel) {
        panel.scrollIntoView({ block: "nearest" });
        const chosen = panel.querySelector("input[type=radio]:checked");
        if (chosen) {
            this.offerSentence(chosen);
            this.goOn(chosen);
        } else {
            // Enter then sends, and the answer says what is still to choose.
            panel.querySelector("input[type=radio]").focus({ preventScroll: true });
        }
    }

    onChoice(ev) {
        this.offerSentence(ev.target);
    }

    /** Put the ready sentence into the field, unless somebody has written something else. */
    offerSentence(choice) {
        const field = choice.form.elements.text;
        const ready = [...choice.form.querySelectorAll("[data-sentence]")].map(
            (each) => each.dataset.sentence
        );
        if (!field.value || ready.includes(field.value)) {
            field.value = choice.dataset.sentence || "";
        }
    }

    /** The focus goes where one writes next, or to the button: Enter then notes the answer. */
    goOn(choice) {
        const next = choice.dataset.then;
        const field = next && choice.form.elements[next];
        const button = choice.form.querySelector("[data-coop-submit]");
        (field && !field.value ? field : button).focus({ preventScroll: true });
        button.scrollIntoView({ block: "nearest" });
    }

    /** A key pressed twice sends once. */
    onSubmit(ev) {
        if (ev.target.dataset.sent) {
            ev.preventDefault();
        }
        ev.target.dataset.sent = "1";
    }
}

registry.category("public.interactions").add("coop_suggestions.meeting_keys", MeetingKeys);
