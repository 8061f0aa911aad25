// Shows /openapi.json. Everything is put in as text, never as markup.
'use strict';

const METHODS = ['get', 'post', 'delete'];
const SAFE_MAX = 2 ** 53;
let doc;
// Whether an answer is shown: there null is a value, and a field that must be there always is.
let answering = false;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children.filter(child => child !== null));
  return made;
}

// The little Markdown the document uses: paragraphs, **strong** and `code`.
function paragraphs(text) {
  return text.split(/\n\s*\n|\n/).filter(part => part.trim()).map(part => element('p', {}, ...inline(part)));
}

function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map(part => {
    if (part.startsWith('`')) return element('code', {}, part.slice(1, -1));
    if (part.startsWith('**')) return element('strong', {}, part.slice(2, -2));
    return part;
  });
}

function resolve(schema) {
  let found = schema;
  while (found && found.$ref) {
    found = found.$ref.slice(2).split('/').reduce((at, key) => at[key], doc);
  }
  return found || {};
}

function withoutNull(schema) {
  const all = (schema.anyOf || []).filter(one => one.type !== 'null');
  return schema.anyOf && all.length === 1 ? {...resolve(all[0]), description: schema.description || resolve(all[0]).description} : schema;
}

function typeOf(given) {
  const schema = withoutNull(resolve(given));
  if (schema.anyOf) {
    const types = new Set(schema.anyOf.filter(one => one.type !== 'null').map(typeOf));
    return [...types].sort((one, other) => one.startsWith('array') - other.startsWith('array')).join(' or ');
  }
  const type = [].concat(schema.type || []).filter(one => one !== 'null').join(' or ');
  if (schema.maxItems === 0) return 'not offered';
  if (type === 'array') return `array of ${plural(typeOf(schema.items || {}))}`;
  return type || (schema.enum ? 'string' : 'any');
}

function presence(given, required) {
  const schema = resolve(given);
  const orNull = [].concat(schema.type || []).includes('null') || (schema.anyOf || []).some(one => one.type === 'null');
  return (orNull ? ' or null' : '') + (required ? '' : ', may be absent');
}

function plural(type) {
  return type === 'any' ? 'anything' : type.replace(/^(string|integer|number|object)( |$)/, '$1s$2').replace(/^array /, 'arrays ');
}

function limits(given) {
  const schema = withoutNull(resolve(given));
  const said = [];
  const values = schema.const !== undefined ? [schema.const] : (schema.enum || []).filter(value => value !== null);
  const shown = values.map(value => JSON.stringify(value)).join(', ');
  if (values.length) said.push(values.length === 1 ? `always ${shown}` : `one of ${shown}`);
  (schema.anyOf || []).filter(one => one.enum).forEach(one => said.push(...limits(one)));
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    const low = Math.abs(schema.minimum) >= SAFE_MAX ? null : schema.minimum;
    const high = schema.maximum === undefined || schema.maximum >= SAFE_MAX ? null : schema.maximum;
    if (low !== null && low !== undefined && high !== null) said.push(`${low} to ${high}`);
    else if (low !== null && low !== undefined) said.push(`at least ${low}`);
    else if (high !== null) said.push(`at most ${high}`);
    else said.push('64 bits');
  }
  if (schema.minLength || schema.maxLength) {
    said.push(schema.maxLength ? `${schema.minLength || 0} to ${schema.maxLength} characters` : 'not empty');
  }
  if (schema.maxItems) said.push(`${schema.minItems || 0} to ${schema.maxItems} elements`);
  if (schema.maxProperties) said.push(`at most ${schema.maxProperties} keys`);
  if (schema.pattern && schema.pattern.length < 40) said.push(schema.pattern);
  return said;
}

function fields(schema, depth) {
  const required = schema.required || [];
  return element('dl', {}, ...Object.entries(schema.properties || {}).map(([name, value]) =>
    field(name, value, required.includes(name), depth)));
}

function field(name, value, required, depth) {
  const schema = withoutNull(resolve(value));
  const said = limits(value);
  const description = value.description || schema.description;
  const inner = depth < 6 ? insides(schema, depth) : null;
  return element('div', {},
    element('dt', {}, element('code', {}, name), element('span', {class: 'type'}, typeOf(value) + (answering ? presence(value, required) : '')),
      required && !answering ? element('span', {class: 'must'}, 'required') : null),
    element('dd', {}, ...(description ? inline(description) : []),
      said.length ? element('span', {class: 'limits'}, (description ? ' ' : '') + '(' + said.join('; ') + ')') : null, inner));
}

// Fields of an object, of an array's elements, or of each alternative.
function insides(given, depth) {
  const schema = withoutNull(resolve(given));
  if (schema.properties) return unfold('Fields', fields(schema, depth + 1));
  if (schema.type && [].concat(schema.type).includes('array') && schema.items) return insides(schema.items, depth);
  const cases = (schema.anyOf || []).map(resolve);
  const shown = cases.filter(one => one.properties);
  if (shown.length) return unfold('Kinds', ...shown.map(one => kind(one, depth)));
  const nested = cases.filter(one => one.items).map(one => insides(one, depth)).filter(one => one !== null);
  return nested.length ? nested[0] : null;
}

function kind(schema, depth) {
  const tag = Object.entries(schema.properties).find(([, value]) => value.enum && value.enum.length === 1);
  return element('div', {class: 'case'},
    element('span', {}, ...(tag ? inline(`With \`${tag[0]}\` \`${JSON.stringify(tag[1].enum[0])}\``) : ['Object'])),
    fields(tag ? {...schema, properties: without(schema.properties, tag[0])} : schema, depth + 1));
}

function without(properties, name) {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name));
}

function unfold(title, ...content) {
  return element('details', {}, element('summary', {}, title), ...content);
}

function curl(path, method, media) {
  const url = location.origin + path;
  const head = `curl ${url} \\\n  -H "Authorization: Bearer $API_KEY"`;
  return media ? `${head} \\\n  -H "Content-Type: application/json" \\\n  -d '${JSON.stringify(media.example, null, 2)}'` : head;
}

function operation(path, method, op) {
  const media = op.requestBody && op.requestBody.content['application/json'];
  const parts = [
    element('h2', {id: op.operationId}, op.summary),
    element('div', {class: 'route'}, element('span', {class: `method ${method}`}, method.toUpperCase()), element('code', {}, path)),
    ...paragraphs(op.description || ''),
    element('pre', {}, curl(path, method, media)),
  ];
  if (op.parameters) {
    parts.push(element('h3', {}, 'Parameters'), element('dl', {}, ...op.parameters.map(resolve).map(one =>
      field(one.name, {...one.schema, description: one.description}, one.required, 0))));
  }
  if (media) parts.push(element('h3', {}, 'Body'), fields(resolve(media.schema), 0));
  parts.push(element('h3', {}, 'Answer'));
  answering = true;
  Object.entries(op.responses['200'].content).forEach(([type, content]) => {
    const event = type === 'text/event-stream' ? content.schema.properties.data.anyOf[0].contentSchema : null;
    parts.push(unfold(event ? `${type}: each event` : type, fields(resolve(event || content.schema), 0)));
  });
  answering = false;
  const errors = Object.keys(op.responses).filter(status => status !== '200');
  parts.push(element('p', {}, 'May fail with ', ...errors.flatMap(status =>
    [element('a', {href: '#errors'}, status), ' ']), '.'));
  return element('section', {}, ...parts);
}

function errorTable() {
  const rows = Object.entries(doc.components.responses).map(([name, answer]) => {
    const error = resolve(doc.components.schemas[name]).properties.error.properties;
    const codes = error.code.enum.map(code => code === null ? 'null' : code);
    return element('tr', {}, element('td', {}, element('code', {}, name.replace('Error', ''))),
      element('td', {}, ...inline(answer.description)), element('td', {}, ...inline(codes.map(code => `\`${code}\``).join(' '))));
  });
  return element('section', {}, element('h2', {id: 'errors'}, 'Errors'),
    element('table', {}, element('tr', {}, element('th', {}, 'Status'), element('th', {}, 'When'), element('th', {}, 'Code')), ...rows));
}

function show() {
  document.title = `${doc.info.title} API reference`;
  const nav = document.querySelector('nav');
  const main = document.querySelector('main');
  nav.replaceChildren(element('strong', {}, doc.info.title));
  main.replaceChildren(element('h1', {}, `${doc.info.title} API`), element('p', {class: 'summary'}, doc.info.summary),
    ...paragraphs(doc.info.description), element('p', {}, 'For programs: ', element('a', {href: '/openapi.json'}, 'openapi.json'), '.'));
  doc.tags.forEach(tag => {
    nav.append(element('span', {class: 'tag'}, tag.name));
    Object.entries(doc.paths).forEach(([path, item]) => METHODS.filter(method => item[method] && item[method].tags[0] === tag.name)
      .forEach(method => {
        nav.append(element('a', {href: `#${item[method].operationId}`}, item[method].summary));
        main.append(operation(path, method, item[method]));
      }));
  });
  nav.append(element('span', {class: 'tag'}, 'More'), element('a', {href: '#errors'}, 'Errors'));
  main.append(errorTable());
  if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
}

fetch('/openapi.json')
  .then(answer => answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`)))
  .then(loaded => { doc = loaded; show(); })
  .catch(error => document.querySelector('main').replaceChildren(element('p', {}, `The description cannot be loaded: ${error.message}`)));
