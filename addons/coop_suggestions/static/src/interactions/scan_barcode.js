import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Reads a barcode with the camera into the field beside the button. */
export class ScanBarcode extends Interaction {
    static selector = ".o_coop_scan";
    dynamicContent = {
        _root: {
            "t-on-click": this.scan,
            "t-att-class": () => ({ "d-none": !isBarcodeScannerSupported() }),
        },
    };

    async scan() {
        const field = document.querySelector(this.el.dataset.target);
        const code = await this.waitFor(scanBarcode(this.env));
        field.value = code;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
    }
}

registry.category("public.interactions").add("coop_suggestions.scan_barcode", ScanBarcode);
