/** The built page, relative to the project: one file, copied to the edge. */
export const PAGE_FILE = "monitoring/page/dist/index.html";
