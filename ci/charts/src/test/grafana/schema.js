// Holds dashboards against Grafana's own types. In: their files; out: for each, by its name, what does not fit.
import {readFileSync} from "node:fs";
import {basename} from "node:path";
import ts from "typescript";

const types = `${import.meta.dirname}/node_modules/@grafana/schema/dist/types`;
const options = {strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: []};

// A file of JSON holds an enum's values, which the types take by their names only: each enum becomes the union of its values.
const values = text => text.replace(/export declare enum (\w+) \{([^}]*)\}/g, (_, name, body) =>
  `export type ${name} = ${[...body.matchAll(/=\s*("[^"]*"|-?\d+)/g)].map(match => match[1]).join(" | ")};`);

// What is not said has its default. An annotation has its data source's own fields beside those of all.
const some = "type Some<T> = T extends (infer E)[] ? Some<E>[] : T extends object ? {[K in keyof T]?: Some<T[K]>} : T; ";
const prometheus = "{expr?: string; step?: string; titleFormat?: string; textFormat?: string; tagKeys?: string; useValueForTime?: boolean | string}";

const sources = new Map();
function add(file) {
  const text = readFileSync(file, "utf8");
  const name = basename(file, ".json");
  // All before the JSON is on its first line, so that an error's line is the file's.
  sources.set(`${name}.ts`, {file, text: `${some}import type {AnnotationQuery, Dashboard} from "${types}/raw/dashboard/x/types.gen"; `
    + `type Whole = Omit<Dashboard, "annotations"> & {annotations?: {list?: (AnnotationQuery & ${prometheus})[]}}; export const dashboard: Some<Whole> = ${text}`});
  for (const panel of JSON.parse(text).panels.filter(panel => panel.type !== "row")) {
    const where = {file, panel: panel.title};
    const config = `${types}/raw/composable/${panel.type}/panelcfg/x/types.gen`;
    const part = (kind, type, value) => sources.set(`${name}-${panel.id}-${kind}.ts`, {...where, text: `import type {${type}} from "${config}"; ${some}export const part: Some<${type}> = ${JSON.stringify(value)}`});
    part("options", "Options", panel.options ?? {});
    if (panel.fieldConfig?.defaults?.custom) part("custom", "FieldConfig", panel.fieldConfig.defaults.custom);
    const overridden = (panel.fieldConfig?.overrides ?? []).flatMap(override => override.properties).filter(property => property.id.startsWith("custom."));
    overridden.forEach((property, at) => part(`override-${at}`, "FieldConfig", property.id.split(".").slice(1).reduceRight((value, name) => ({[name]: value}), property.value)));
  }
}
process.argv.slice(2).forEach(add);

const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.getSourceFile = (name, target, ...rest) => {
  const source = sources.get(name);
  if (source) return ts.createSourceFile(name, source.text, target);
  return name.includes("@grafana/schema") ? ts.createSourceFile(name, values(readFileSync(name, "utf8")), target) : read(name, target, ...rest);
};
const exists = host.fileExists.bind(host);
host.fileExists = name => sources.has(name) || exists(name);

const program = ts.createProgram([...sources.keys()], options, host);
const errors = Object.fromEntries(process.argv.slice(2).map(file => [basename(file), []]));
for (const [name, source] of sources) {
  for (const found of ts.getPreEmitDiagnostics(program, program.getSourceFile(name))) {
    const where = source.panel ? `panel ${source.panel}` : `line ${found.file.getLineAndCharacterOfPosition(found.start).line + 1}`;
    errors[basename(source.file)].push(`${where}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`);
  }
}
console.log(JSON.stringify(errors));
