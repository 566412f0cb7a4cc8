import { defineConfig } from "vite";

const server = "http://127.0.0.1:8780";

export default defineConfig({
  build: {
    outDir: "../src/shoebox/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    // The polyfill would be one more script, and every browser that knows ES2022 knows module preloading.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/api": server, "/thumbnails": server, "/previews": server, "/originals": server },
  },
});
