import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Reads a barcode or QR code with the camera into a field: `data-coop-scan` on a button is the
 * selector of the field; with `data-coop-scan-submit` the field's form is sent at once. The button
 * stands in the page with the class d-none and shows where a camera can be asked for.
 */
export class ScanBarcode extends Interaction {
    static selector = "[data-coop-scan]";
    dynamicContent = {
        _root: {
            "t-on-click": this.scan,
            "t-att-class": () => ({ "d-none": !isBarcodeScannerSupported() }),
        },
    };

    async scan() {
        const field = document.querySelector(this.el.dataset.coopScan);
        const code = await this.waitFor(scanBarcode(this.env));
        field.value = code;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        if ("coopScanSubmit" in this.el.dataset) {
            field.form.requestSubmit();
            // No keyboard over the page: the next product is scanned, too.
            this.el.focus();
        } else {
            field.focus();
        }
    }
}

registry.category("public.interactions").add("coop_stock.scan_barcode", ScanBarcode);
