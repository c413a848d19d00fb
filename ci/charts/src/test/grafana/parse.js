// Parses queries by Grafana's own grammars. In: a file of [{language, query}]; out: what of each is not understood.
import {readFileSync} from "node:fs";
import {parser as logql} from "@grafana/lezer-logql";
import {parser as traceql} from "@grafana/lezer-traceql";

const parsers = {logql, traceql};

function errors({language, query}) {
  const found = [];
  parsers[language].parse(query).iterate({
    enter: node => {
      if (node.type.isError) {
        found.push(`at ${node.from}: ${query.slice(node.from, node.to) || "something is missing"}`);
      }
    },
  });
  return found;
}

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(errors)));
