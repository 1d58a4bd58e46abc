import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { build, defineConfig, type Plugin } from "vite";

/** The server's page, the code that it loads beside it, and the template of the `html` export with all in one. */
const PAGE = "../spatialwm_viewer/static/index.html";
const CODE = "../spatialwm_viewer/static/app.js";
const TEMPLATE = "../../exporters/spatialwm_exporters/static/viewer.html";

/** Code that may stand inside `<script>`: neither of these can end or nest the element (HTML 13.2.5.4). */
function escapeForScript(code: string): string {
  return code.replaceAll(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "\\x3c!--");
}

/** MuJoCo's official WASM build goes beside the template; only `--to live` puts it into a page. */
function copyPhysics(): void {
  for (const file of ["mujoco.js", "mujoco.wasm"]) {
    const source = resolve(import.meta.dirname, "node_modules/@mujoco/mujoco", file);
    const target = resolve(import.meta.dirname, "../../exporters/spatialwm_exporters/static", file);
    if (existsSync(source)) copyFileSync(source, target);
  }
}

function write(target: string, text: string): void {
  const path = resolve(import.meta.dirname, target);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What draws the first picture, as a script that stands in the page. */
async function glimpseScript(): Promise<string> {
  const entry = resolve(import.meta.dirname, "src/glimpse/glimpse.ts");
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, target: "es2022", lib: { entry, formats: ["iife"], name: "glimpse" } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output && "output" in output ? output.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error("one-page: the glimpse was not built");
  return chunk.code;
}

/** Puts the style sheet into the page, the script beside it or, for the template, into it too. */
function onePage(): Plugin {
  return {
    name: "one-page",
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const page = files.find((file) => file.fileName === "index.html");
      const script = files.find((file) => file.type === "chunk");
      const others = files.filter(
        (file) => file !== page && file !== script && !file.fileName.endsWith(".css"),
      );
      if (page?.type !== "asset" || script?.type !== "chunk" || others.length > 0) {
        this.error(`one-page: cannot inline ${others.map((file) => file.fileName).join(", ")}`);
      }
      const styles = files
        .map((file) => (file.type === "asset" && file.fileName.endsWith(".css") ? String(file.source) : ""))
        .join("");
      const html = String(page.source)
        .replace(/<script[^>]*src="[^"]*"[^>]*><\/script>\s*/g, "")
        .replace(/<link[^>]*rel="(?:stylesheet|modulepreload)"[^>]*>\s*/g, "")
        .replace("</head>", () => `<style>${styles}</style>\n</head>`);
      const ending = (code: string, kind = "") => `<script${kind}>${escapeForScript(code)}</script>\n</body>`;
      write(
        TEMPLATE,
        html.replace("</body>", () => ending(script.code, ' type="module"')),
      );
      const hash = createHash("sha256").update(script.code).digest("hex").slice(0, 12);
      const first = await glimpseScript();
      const served = html
        .replace("script-src", "script-src 'self'")
        .replace("</title>", `</title>\n<link rel="modulepreload" href="app.js?v=${hash}">`)
        .replace("</body>", () => ending(first));
      write(PAGE, served);
      write(CODE, script.code);
      for (const file of files) delete bundle[file.fileName];
      copyPhysics();
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [onePage()],
  optimizeDeps: { exclude: ["@sparkjsdev/spark"] },
  build: {
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 6000,
    emptyOutDir: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  worker: { format: "iife" },
});
