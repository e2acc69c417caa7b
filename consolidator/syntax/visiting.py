"""One walk over a module's tree that collects imports, functions, classes, bindings, calls, uses and texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from consolidator.model import (
    Binding,
    Bodies,
    Call,
    Class,
    Function,
    Import,
    Param,
    Ref,
    Said,
    Span,
    Statement,
    Text,
    Unread,
)
from consolidator.syntax.children import children
from consolidator.syntax.expressions import reduce
from consolidator.syntax.nodes import blocks, names_in, parameters_of, role_of, yields
from consolidator.syntax.patterns import captured, evaluated
from consolidator.syntax.positions import Positions, new
from consolidator.syntax.postponing import unread
from consolidator.syntax.statements import StatementReader, is_try, is_type_alias, type_expressions

_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_SIMPLE = frozenset({ast.Expr, ast.Assign, ast.AnnAssign, ast.Return, ast.Raise, ast.AugAssign, ast.Assert, ast.Pass})
_CONTEXTS: dict[type[ast.AST], str] = {ast.Load: "load", ast.Store: "store", ast.Del: "del"}


class Visitor:
    """Collects the facts of one module; every list is in source order of its kind.

    With `bodies` those of most functions are left for these to read.
    """

    def __init__(self, at: Positions, bodies: Bodies | None = None) -> None:
        self.at = at
        self._bodies = bodies
        self.imports: list[Import] = []
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.bindings: list[Binding | Unread] = []
        self.calls: list[Call | Unread] = []
        self.refs: list[Ref | Unread] = []
        self.texts: list[Text | Unread] = []
        self.marks: list[tuple[int, ...]] = []
        self.body: tuple[Statement, ...] = ()
        self.has_main_guard = False
        self.dunder_all: tuple[str, ...] | None = None
        self.docstring: Span | None = None
        self._statements = StatementReader(at)
        self._chains: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._may_yield = True
        self._may_guard = True

    def visit_module(self, tree: ast.Module) -> None:
        """Read a whole module."""
        self._may_yield = self.at.holds("yield")
        self._may_guard = self.at.holds("TYPE_CHECKING") or self.at.holds("__main__")
        self.docstring = self._docstring(tree)
        self.body = self._statements.read(tree.body)
        for node in tree.body:
            self._block([node], "", "", guarded=False)
            self.marks.append(tuple([len(rows) for rows in self.collected()]))

    def visit_body(self, body: Sequence[ast.stmt], scope: str) -> Said:
        """Read the body of a function by itself."""
        statements = self._statements.read(body)
        self._block(body, scope, "def", guarded=False)
        bindings, calls, refs, texts = (tuple[Any](rows) for rows in self.collected()[3:])
        return Said(bindings, calls, refs, texts, statements)

    def collected(self) -> tuple[list[Any], ...]:
        """What is marked at the end of each top statement, in the order of `Facts.marks`."""
        return self.imports, self.functions, self.classes, self.bindings, self.calls, self.refs, self.texts

    # ------------------------------------------------------------------ statements

    def _block(self, body: Sequence[ast.stmt], scope: str, owner: str, guarded: bool) -> None:
        """`scope` names the enclosing functions and classes, `owner` is "class", "def" or ""."""
        for node in body:
            if node.__class__ in _SIMPLE:
                self._simple(node, scope, owner)
            else:
                self._statement(node, scope, owner, guarded)

    def _statement(self, node: ast.stmt, scope: str, owner: str, guarded: bool) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                self._import(node, scope, guarded)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope, owner)
            case ast.ClassDef():
                self._class(node, scope, owner)
            case ast.If() | ast.With() | ast.AsyncWith() | ast.For() | ast.AsyncFor() | ast.While():
                self._compound(node, scope, owner, guarded)
            case ast.Match():
                self._match(node, scope, owner, guarded)
            case _ if is_try(node):
                self._compound(node, scope, owner, guarded)
            case _ if is_type_alias(node):
                self._type_alias(node, scope, owner)
            case _:
                self._simple(node, scope, owner)

    def _match(self, node: ast.Match, scope: str, owner: str, guarded: bool) -> None:
        self._expressions(node, [node.subject], scope, owner)
        for case in node.cases:
            guard = [case.guard] if case.guard is not None else []
            self._expressions(node, [*evaluated(case.pattern), *guard], scope, owner)
            span = self.at.span(case.pattern)
            self.bindings += [Binding(name, scope, None, "unpack", span) for name in captured(case.pattern)]
            self._block(case.body, scope, owner, guarded)

    def _type_alias(self, node: Any, scope: str, owner: str) -> None:
        """`type X[T] = value` (PEP 695)."""
        self._bind(node.name, None, "assign", scope, self.at.place(node))
        self._expressions(node, [node.name, *type_expressions(node), node.value], scope, owner)

    def _compound(self, node: ast.stmt, scope: str, owner: str, guarded: bool) -> None:
        inner = guarded or self._guards(node)
        if isinstance(node, ast.If) and self._may_guard and not scope:
            test = self.at.written(node.test)
            self.has_main_guard |= "__name__" in test and "__main__" in test
        if not is_try(node):
            heads = [item.context_expr for item in getattr(node, "items", [])] or [
                child for child in (getattr(node, "iter", None), getattr(node, "test", None)) if child is not None
            ]
            self._bind_heads(node, scope)
            self._expressions(node, heads, scope, owner)
        for part in blocks(node):
            self._block(part, scope, owner, inner)
        for handler in getattr(node, "handlers", []):
            if handler.name:
                self.bindings.append(Binding(handler.name, scope, None, "except", self.at.span(handler)))
            self._expressions(node, [handler.type] if handler.type else [], scope, owner)
            self._block(handler.body, scope, owner, inner)

    def _guards(self, node: ast.stmt) -> bool:
        """Whether what a statement holds may not run where the module does."""
        if isinstance(node, ast.If) and self._may_guard:
            return "TYPE_CHECKING" in self.at.written(node.test)
        return is_try(node)

    def _bind_heads(self, node: ast.stmt, scope: str) -> None:
        span = self.at.place(node)
        for item in getattr(node, "items", []):
            if item.optional_vars is not None:
                self._bind(item.optional_vars, None, "with", scope, span)
                self._expressions(node, [item.optional_vars], scope, "")
        target = getattr(node, "target", None)
        if target is not None:
            self._bind(target, None, "for", scope, span)
            self._expressions(node, [target], scope, "")

    def _simple(self, node: ast.stmt, scope: str, owner: str) -> None:
        span = self.at.place(node)
        match node:
            case ast.Assign():
                for target in node.targets:
                    self._bind(target, node.value, "assign", scope, span)
                self._take_dunder_all(node, scope)
            case ast.AnnAssign():
                self._bind(node.target, node.value, "annassign", scope, span)
            case ast.AugAssign():
                self._bind(node.target, None, "augassign", scope, span)
            case ast.Delete():
                for target in node.targets:
                    self._bind(target, None, "del", scope, span)
            case ast.Global() | ast.Nonlocal():
                for name in node.names:
                    self.bindings.append(Binding(name, scope, None, "global", span))
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring:
            for child in children(node):
                if isinstance(child, ast.expr):
                    self._expression(child, scope, span, role_of(node, child), owner != "def")

    def _bind(self, target: ast.expr, value: ast.expr | None, kind: str, scope: str, span: Span) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            for item in target.elts:
                self._bind(item, None, "unpack", scope, span)
            return
        name = names_in(target)
        if name is not None:
            reduced = reduce(value, self.at) if value is not None else None
            self.bindings.append(Binding(".".join(name), scope, reduced, kind, span))

    def _take_dunder_all(self, node: ast.Assign, scope: str) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if scope == "" and names == ["__all__"] and isinstance(node.value, ast.List | ast.Tuple):
            items = [item.value for item in node.value.elts if isinstance(item, ast.Constant)]
            self.dunder_all = tuple(str(item) for item in items)

    # ------------------------------------------------------------------ definitions

    def _import(self, node: ast.Import | ast.ImportFrom, scope: str, guarded: bool) -> None:
        span = self.at.place(node)
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                bound = alias.asname or alias.name
                row = Import(node.module or "", alias.name, bound, node.level, scope, span, guarded)
            else:
                bound = alias.asname or alias.name.split(".")[0]
                row = Import(alias.name, None, bound, 0, scope, span, guarded)
            self.imports.append(row)

    def _imports_in(self, body: Sequence[ast.stmt], scope: str, guarded: bool) -> None:
        """The imports alone of the body of a function."""
        for node in body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node, scope, guarded)
                continue
            inner = guarded or self._guards(node)
            for part in (*blocks(node), *(row.body for row in getattr(node, "handlers", ()))):
                self._imports_in(part, scope, inner)
            for case in getattr(node, "cases", ()):
                self._imports_in(case.body, scope, guarded)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str, owner: str) -> None:
        qualname = f"{scope}.{node.name}" if scope else node.name
        span = self.at.place(node)
        later = unread(self.at, self._bodies, node, qualname) if self._bodies is not None else None
        self.functions.append(
            Function(
                name=node.name,
                qualname=qualname,
                scope=scope,
                params=tuple(self._params(node.args)),
                decorators=tuple(reduce(d, self.at) for d in node.decorator_list),
                is_async=isinstance(node, ast.AsyncFunctionDef),
                is_generator=self._may_yield and self.at.holds("yield", span) and yields(node),
                is_method=owner == "class",
                span=self._definition_span(node),
                inside=self._statements.read(node.body) if later is None else later,
                docstring=self._docstring(node),
                returns=self.at.written(node.returns) if node.returns else None,
            )
        )
        self._decorators(node, scope, owner)
        defaults = [d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None]
        for default in defaults:
            self._expression(default, scope, self.at.place(node), "default", owner != "def")
        annotations = [a.annotation for a in parameters_of(node.args) if a.annotation] + [node.returns]
        self._expressions(node, [a for a in (*type_expressions(node), *annotations) if a is not None], scope, owner)
        if later is None:
            self._block(node.body, qualname, "def", guarded=False)
        else:
            if self._bodies is not None and "import" in later.text():
                self._imports_in(node.body, qualname, guarded=False)
            for rows in (self.bindings, self.calls, self.refs, self.texts):
                rows.append(later)

    def _class(self, node: ast.ClassDef, scope: str, owner: str) -> None:
        qualname = f"{scope}.{node.name}" if scope else node.name
        self.classes.append(
            Class(
                node.name,
                qualname,
                scope,
                tuple(reduce(base, self.at) for base in node.bases),
                tuple(reduce(d, self.at) for d in node.decorator_list),
                self._definition_span(node),
                self._statements.read(node.body),
                tuple((k.arg, reduce(k.value, self.at)) for k in node.keywords),
            )
        )
        self._decorators(node, scope, owner)
        heads = [*type_expressions(node), *node.bases, *(k.value for k in node.keywords)]
        self._expressions(node, heads, scope, owner)
        self._block(node.body, qualname, "class", guarded=False)

    def _definition_span(self, node: _Scope) -> Span:
        span = self.at.place(node)
        if not node.decorator_list:
            return span
        first = self.at.span(node.decorator_list[0])
        return Span(first.start - 1, span.end, first.line, first.column - 1)

    def _decorators(self, node: _Scope, scope: str, owner: str) -> None:
        for decorator in node.decorator_list:
            self._expression(decorator, scope, self.at.place(node), "decorator", owner != "def")

    def _params(self, args: ast.arguments) -> Iterator[Param]:
        positional = [*args.posonlyargs, *args.args]
        padding: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
        for arg, default in zip(positional, [*padding, *args.defaults], strict=True):
            yield self._param(arg, default, "positional")
        for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
            yield self._param(arg, default, "keyword")
        if args.vararg:
            yield self._param(args.vararg, None, "*args")
        if args.kwarg:
            yield self._param(args.kwarg, None, "**kwargs")

    def _param(self, arg: ast.arg, default: ast.expr | None, kind: str) -> Param:
        annotation = self.at.written(arg.annotation) if arg.annotation else None
        return Param(arg.arg, reduce(default, self.at) if default else None, annotation, kind)

    # ------------------------------------------------------------------ expressions

    def _expressions(self, node: ast.stmt, values: Sequence[ast.expr], scope: str, owner: str) -> None:
        span = self.at.place(node)
        for value in values:
            self._expression(value, scope, span, role_of(node, value), owner != "def")

    def _expression(self, node: ast.expr, scope: str, statement: Span, role: str, at_import: bool) -> None:
        stack: list[tuple[Any, str]] = [(node, role)]
        chains = self._chains
        while stack:
            item, how = stack.pop()
            kind = item.__class__
            if kind is ast.Name:
                names = (item.id,)
                ref = (chains.setdefault(names, names), scope, self.at.shared(item), _CONTEXTS[item.ctx.__class__])
                self.refs.append(new(Ref, ref))
            elif kind is ast.Attribute:
                if not self._ref(item, scope):
                    stack.append((item.value, "attribute"))
            elif kind is ast.Constant:
                self._text(item, scope)
            elif kind is ast.Call:
                self.calls.append(Call(reduce(item, self.at), scope, statement, how, at_import))
                stack += [(child, "argument") for child in (*item.args, *item.keywords)[::-1]]
                stack.append((item.func, "attribute"))
            elif kind is ast.keyword:
                stack.append((item.value, "argument"))
            else:
                if kind is ast.NamedExpr:
                    self._bind(item.target, item.value, "walrus", scope, statement)
                inner = "awaited" if kind is ast.Await else "other"
                stack += [(child, inner) for child in children(item)[::-1]]

    def _text(self, node: ast.Constant, scope: str) -> None:
        if isinstance(node.value, str):
            self.texts.append(Text(node.value, self.at.shared(node), scope))

    def _ref(self, node: ast.Attribute, scope: str) -> bool:
        names = names_in(node)
        if names is None:
            return False
        names = self._chains.setdefault(names, names)
        self.refs.append(new(Ref, (names, scope, self.at.shared(node), _CONTEXTS[node.ctx.__class__])))
        return True

    def _docstring(self, node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> Span | None:
        if ast.get_docstring(node, clean=False) is None:
            return None
        return self.at.span(node.body[0])
