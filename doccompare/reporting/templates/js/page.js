// What every page has: how to find things in it, its data block, what the browser remembers.
const $ = (sought, where = document) => where.querySelector(sought);
const $$ = (sought, where = document) => [...where.querySelectorAll(sought)];
const D = JSON.parse($("#data").textContent);
const root = document.documentElement;
const remember = (key, value) => { try { localStorage.setItem("doccompare-" + key, value); } catch {} };
const recalled = key => { try { return localStorage.getItem("doccompare-" + key); } catch { return null; } };
