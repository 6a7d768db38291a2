// Renders ZPL from a file into PNG files: node zpl_renderer.cjs NODE_MODULES ZPL WIDTH_MM HEIGHT_MM DOTS_A_MM
const fs = require("fs");
const [modules, file, width, height, dots] = process.argv.slice(2);
const {ready} = require(`${modules}/zpl-renderer-js`);
ready
    .then(({api}) =>
        api.zplToBase64MultipleAsync(fs.readFileSync(file, "utf8"), +width, +height, +dots)
    )
    .then((images) => {
        images.forEach((image, number) =>
            fs.writeFileSync(`${file}.${number}.png`, Buffer.from(image, "base64"))
        );
        process.exit(0);
    });
