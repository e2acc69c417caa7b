"""Every value that passes between the stages, one file for each stage; all of them frozen."""

from __future__ import annotations

from consolidator.model.changes import Change, ChangeSet
from consolidator.model.edits import (
    AddImport,
    Edit,
    RemoveImport,
    RemoveStatement,
    Replace,
    RetargetImport,
    UnwrapFinally,
)
from consolidator.model.facts import (
    Binding,
    Call,
    Class,
    Expr,
    Facts,
    Function,
    Import,
    Param,
    Pragma,
    Ref,
    Span,
    Statement,
    Text,
)
from consolidator.model.findings import Action, Decided, Decision, Finding, Guard, Known
from consolidator.model.flaws import Flaw
from consolidator.model.generated import Engines, Getter, SettingsReader, SharedModule
from consolidator.model.options import Options, PoolOptions
from consolidator.model.parts import Left, Owned, Part
from consolidator.model.plan import (
    Budget,
    Claim,
    Database,
    FileEdits,
    Holder,
    NewFile,
    Plan,
    Running,
    Server,
    Site,
    TextEdits,
)
from consolidator.model.processes import SERVING, Process, ProcessKind
from consolidator.model.resources import NO_POOL, Kind, PoolType, Resource, Size, Source, arguments_of
from consolidator.model.services import FrameworkUse, NewSetting, SettingsHome
from consolidator.model.snapshot import Entry, Glance, Snapshot
from consolidator.model.trial import TestCount, Trial

__all__ = [
    "NO_POOL",
    "SERVING",
    "Action",
    "AddImport",
    "Binding",
    "Budget",
    "Call",
    "Change",
    "ChangeSet",
    "Claim",
    "Class",
    "Database",
    "Decided",
    "Decision",
    "Edit",
    "Engines",
    "Entry",
    "Expr",
    "Facts",
    "FileEdits",
    "Finding",
    "Flaw",
    "FrameworkUse",
    "Function",
    "Getter",
    "Glance",
    "Guard",
    "Holder",
    "Import",
    "Kind",
    "Known",
    "Left",
    "NewFile",
    "NewSetting",
    "Options",
    "Owned",
    "Param",
    "Part",
    "Plan",
    "PoolOptions",
    "PoolType",
    "Pragma",
    "Process",
    "ProcessKind",
    "Ref",
    "RemoveImport",
    "RemoveStatement",
    "Replace",
    "Resource",
    "RetargetImport",
    "Running",
    "Server",
    "SettingsHome",
    "SettingsReader",
    "SharedModule",
    "Site",
    "Size",
    "Snapshot",
    "Source",
    "Span",
    "Statement",
    "TestCount",
    "Text",
    "TextEdits",
    "Trial",
    "UnwrapFinally",
    "arguments_of",
]
