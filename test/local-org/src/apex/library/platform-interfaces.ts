import { abstract, defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';

const contract = (name: string, ...methods: readonly string[]): LibraryClass =>
  defineClass(name, Object.fromEntries(methods.map((method): [string, Implementation] => [method, abstract])), {
    kind: 'interface',
    isOpen: true,
  });

/** Interfaces that classes of packages implement, and the contexts that the platform hands to them. */
export const platformInterfaces: readonly LibraryClass[] = [
  contract('System.Queueable', 'void execute(QueueableContext context)'),
  contract('System.QueueableContext', 'Id getJobId()'),
  contract('System.Schedulable', 'void execute(SchedulableContext context)'),
  contract('System.SchedulableContext', 'Id getTriggerId()'),
  contract('System.Finalizer', 'void execute(FinalizerContext context)'),
  contract(
    'System.FinalizerContext',
    'Id getAsyncApexJobId()',
    'Exception getException()',
    'String getRequestId()',
    'ParentJobResult getResult()',
  ),
  contract('System.Callable', 'Object call(String action, Map<String,Object> args)'),
  contract(
    'System.StubProvider',
    'Object handleMethodCall(Object stubbedObject, String stubbedMethodName, Type returnType, ' +
      'List<Type> listOfParamTypes, List<String> listOfParamNames, List<Object> listOfArgs)',
  ),
  contract('System.InstallHandler', 'void onInstall(InstallContext context)'),
  contract(
    'System.InstallContext',
    'Id installerId()',
    'Boolean isPush()',
    'Boolean isUpgrade()',
    'Id organizationId()',
    'Version previousVersion()',
  ),
  contract('System.UninstallHandler', 'void onUninstall(UninstallContext context)'),
  contract('System.UninstallContext', 'Id organizationId()', 'Id uninstallerId()'),
  // `start` gives a query locator or an Iterable, which is why the interface itself does not name it.
  contract(
    'Database.Batchable<T>',
    'void execute(Database.BatchableContext context, List<T> scope)',
    'void finish(Database.BatchableContext context)',
  ),
  contract('Database.BatchableContext', 'Id getChildJobId()', 'Id getJobId()'),
  contract('EventBus.EventPublishFailureCallback', 'void onFailure(EventBus.FailureResult result)'),
  contract('EventBus.EventPublishSuccessCallback', 'void onSuccess(EventBus.SuccessResult result)'),
  contract('EventBus.FailureResult', 'List<String> getEventUuids()'),
  contract('EventBus.SuccessResult', 'List<String> getEventUuids()'),
  contract('System.SandboxPostCopy', 'void runApexClass(SandboxContext context)'),
  contract('System.SandboxContext', 'Id organizationId()', 'Id sandboxId()', 'String sandboxName()'),
  contract('Database.Stateful'),
  contract('Database.AllowsCallouts'),
  contract('Database.RaisesPlatformEvents'),
];
