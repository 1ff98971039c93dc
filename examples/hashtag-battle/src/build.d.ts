export {};
//# sourceMappingURL=build.d.ts.map