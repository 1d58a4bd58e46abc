import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** Where the page goes: the server's own copy, and the template of the `html` export. */
const TARGETS = [
  "../spatialwm_viewer/static/index.html",
  "../../exporters/spatialwm_exporters/static/viewer.html",
];

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

/** Puts the one script and the one style sheet into the page and writes it to its targets. */
function onePage(): Plugin {
  return {
    name: "one-page",
    enforce: "post",
    generateBundle(_, bundle) {
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
        .replace("</head>", () => `<style>${styles}</style>\n</head>`)
        .replace("</body>", () => `<script type="module">${escapeForScript(script.code)}</script>\n</body>`);
      for (const target of TARGETS) {
        const path = resolve(import.meta.dirname, target);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, html);
      }
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
