import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const FIELDS = "input:not([type=hidden]), select";

/**
 * A sheet typed by keyboard: Enter ends a number (as a badge reader does), Enter again goes on to
 * the next field; the name of a suggestion shows beside its number; lines used up are added.
 */
export class PaperSheet extends Interaction {
    static selector = ".o_coop_paper_form";
    dynamicContent = {
        _root: {
            "t-on-keydown": this.onKeydown,
            "t-on-input": this.onInput,
            "t-on-submit": this.onSubmit,
        },
    };

    onKeydown(ev) {
        const field = ev.target;
        if (ev.key !== "Enter" || ev.isComposing || ev.ctrlKey || !field.matches(FIELDS)) {
            return;
        }
        ev.preventDefault();
        if (field.name === "numbers" && /\S$/.test(field.value)) {
            field.value += " ";
            return;
        }
        const fields = [...this.el.querySelectorAll(`${FIELDS}, button[type=submit]`)];
        const next = fields[fields.indexOf(field) + 1];
        next?.focus();
        next?.scrollIntoView({ block: "nearest" });
    }

    onInput(ev) {
        const line = ev.target.closest("[data-coop-again]");
        if (!line) {
            return;
        }
        if (ev.target.name === "suggestion") {
            this.showName(line, ev.target);
        }
        const following = line.nextElementSibling;
        if (!following?.matches("[data-coop-again]")) {
            line.after(this.emptied(line));
        }
    }

    showName(line, field) {
        const wanted = field.value.trim().replace(/^n?[°º]?\s*/i, "");
        const option = [...field.list.options].find((each) => each.value === wanted);
        line.querySelector(".o_coop_paper_name").textContent = option ? option.textContent : "";
    }

    emptied(line) {
        const empty = line.cloneNode(true);
        for (const each of empty.querySelectorAll("input")) {
            each.value = "";
            each.removeAttribute("value");
            each.removeAttribute("aria-invalid");
            each.removeAttribute("autofocus");
        }
        for (const each of empty.querySelectorAll(".o_coop_error, .o_coop_paper_same")) {
            each.remove();
        }
        if (!empty.querySelector("[name=same]") && empty.querySelector("[name=member]")) {
            const same = document.createElement("input");
            same.type = "hidden";
            same.name = "same";
            empty.append(same);
        }
        const name = empty.querySelector(".o_coop_paper_name");
        if (name) {
            name.textContent = "";
        }
        return empty;
    }

    /** A key pressed twice sends once. */
    onSubmit(ev) {
        if (this.el.dataset.sent) {
            ev.preventDefault();
        }
        this.el.dataset.sent = "1";
    }
}

registry.category("public.interactions").add("coop_suggestions.paper_sheet", PaperSheet);
